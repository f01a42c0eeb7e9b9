namespace BenchCluster.Client.Statistics;

/// <summary>
/// How likely differences as large as those found are when two agents are equally good: a paired permutation test, which
/// exchanges the two agents of each scenario at will (two-sided). For scores of 0 and 1 it is McNemar's exact test. Up to
/// 20 scenarios that differ it goes through all exchanges, beyond that through 100,000 drawn ones, always the same.
/// </summary>
internal static class PairedTest
{
    private const int MostExact = 20;
    private const int Draws = 100_000;
    private const double Tolerance = 1e-9;

    /// <summary>The p-value, from 0 to 1; 1 where nothing differs.</summary>
    public static double PValue(IReadOnlyList<double> differences)
    {
        var values = differences.Where(value => Math.Abs(value) > Tolerance).ToArray();
        if (values.Length == 0)
            return 1;
        var found = Math.Abs(values.Sum()) - Tolerance;
        if (AreAlike(values))
            return Binomial(values);
        return values.Length <= MostExact ? Exact(values, found) : Drawn(values, found);
    }

    private static bool AreAlike(double[] values) => values.All(value => Math.Abs(Math.Abs(value) - Math.Abs(values[0])) < Tolerance);

    /// <summary>All differences are of one size: the sign test, which is the same and exact for any number.</summary>
    private static double Binomial(double[] values)
    {
        var fewer = Math.Min(values.Count(value => value > 0), values.Count(value => value < 0));
        var term = Math.Exp(-values.Length * Math.Log(2));
        if (term <= 0)
            return NormalSign(values.Length, fewer);
        var tail = 0.0;
        for (var i = 0; i <= fewer; i++)
        {
            tail += term;
            term *= (values.Length - i) / (double)(i + 1);
        }

        return Math.Min(1, 2 * tail);
    }

    /// <summary>Beyond a thousand differences the normal distribution is as good.</summary>
    private static double NormalSign(int count, int fewer)
    {
        var z = (count / 2.0 - fewer - 0.5) / Math.Sqrt(count / 4.0);
        return Math.Min(1, 2 * UpperTail(Math.Max(0, z)));
    }

    /// <summary>The upper tail of the normal distribution (Abramowitz and Stegun, 26.2.17).</summary>
    private static double UpperTail(double z)
    {
        var t = 1 / (1 + 0.2316419 * z);
        var polynomial = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * polynomial;
    }

    private static double Exact(double[] values, double found)
    {
        var extreme = 0L;
        for (var signs = 0; signs < 1 << values.Length; signs++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++)
                sum += (signs >> i & 1) == 0 ? values[i] : -values[i];
            if (Math.Abs(sum) >= found)
                extreme++;
        }

        return extreme / (double)(1L << values.Length);
    }

    private static double Drawn(double[] values, double found)
    {
        // A generator of its own and not Random, whose numbers may change from one version of .NET to the next.
        var state = 0x9E3779B97F4A7C15UL;
        var extreme = 1;
        for (var draw = 0; draw < Draws; draw++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++)
            {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                sum += (state >> 33 & 1) == 0 ? values[i] : -values[i];
            }

            if (Math.Abs(sum) >= found)
                extreme++;
        }

        return extreme / (double)(Draws + 1);
    }
}
