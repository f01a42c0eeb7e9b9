namespace BenchCluster.Client.Statistics;

/// <summary>
/// The mean score of a benchmark, its standard error and a 95 % confidence interval. Scenarios are what is drawn at
/// random, and the trials of one are clustered in it: the error is that of the scenarios' means (Miller, "Adding Error
/// Bars to Evals", 2024). Of a single scenario the spread of its trials is all there is.
/// </summary>
internal static class ScoreEstimate
{
    /// <summary>The estimate, from the trials' scores of each scenario; at least one score in all.</summary>
    public static Estimate Of(IReadOnlyList<IReadOnlyList<double>> scenarios)
    {
        var means = scenarios.Where(trials => trials.Count > 0).Select(trials => trials.Average()).ToList();
        var values = means.Count > 1 ? means : [.. scenarios.SelectMany(trials => trials)];
        var all = scenarios.SelectMany(trials => trials).Average();
        if (values.Count < 2)
            return new Estimate(all, null, 0, 1);
        var centre = values.Average();
        var variance = values.Sum(value => (value - centre) * (value - centre)) / (values.Count - 1);
        var error = Math.Sqrt(variance / values.Count);
        if (values.All(value => value is 0 or 1))
        {
            var (low, high) = Wilson(values.Count(value => value is 1), values.Count);
            return new Estimate(all, error, low, high);
        }

        var margin = StudentT.Quantile975(values.Count - 1) * error;
        return new Estimate(all, error, Math.Max(0, all - margin), Math.Min(1, all + margin));
    }

    /// <summary>
    /// Wilson's score interval at 95 %, for values of 0 and 1 only: the usual one has no width where all are alike.
    /// </summary>
    public static (double Low, double High) Wilson(int passed, int count)
    {
        const double z = 1.959963984540054;
        var share = passed / (double)count;
        var denominator = 1 + z * z / count;
        var centre = (share + z * z / (2 * count)) / denominator;
        var margin = z * Math.Sqrt(share * (1 - share) / count + z * z / (4.0 * count * count)) / denominator;
        return (Math.Max(0, centre - margin), Math.Min(1, centre + margin));
    }
}
