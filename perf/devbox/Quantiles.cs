namespace BenchCluster.Perf;

/// <summary>Figures of many measurements.</summary>
internal static class Quantiles
{
    /// <summary>The value that so many of them do not exceed.</summary>
    public static double Of(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, Math.Floor(sorted.Count * quantile))];
    }

    /// <summary>A line of them.</summary>
    public static void Print(string what, IReadOnlyList<double> milliseconds) => Console.WriteLine(FormattableString.Invariant(
        $"  {what,-44} p50 {Of(milliseconds, 0.5),8:0.00} ms   p99 {Of(milliseconds, 0.99),8:0.00} ms"));
}
