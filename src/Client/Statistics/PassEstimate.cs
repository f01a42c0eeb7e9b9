namespace BenchCluster.Client.Statistics;

/// <summary>
/// Unbiased estimates, from n trials of a task of which c passed, of the chance that at least one of k trials passes
/// (pass@k, after Chen et al., "Evaluating Large Language Models Trained on Code", 2021) and that all k do (pass^k, after
/// Yao et al., "τ-bench", 2024).
/// </summary>
internal static class PassEstimate
{
    /// <summary>pass@k: 1 − C(n−c, k) / C(n, k).</summary>
    public static double AtLeastOne(int trials, int passed, int k)
    {
        Check(trials, passed, k);
        // A product and not binomials: those of some hundred trials are beyond a double.
        var noneOf = 1.0;
        for (var i = 0; i < k; i++)
            noneOf *= Math.Max(0, trials - passed - i) / (double)(trials - i);
        return 1 - noneOf;
    }

    /// <summary>pass^k: C(c, k) / C(n, k).</summary>
    public static double All(int trials, int passed, int k)
    {
        Check(trials, passed, k);
        var allOf = 1.0;
        for (var i = 0; i < k; i++)
            allOf *= Math.Max(0, passed - i) / (double)(trials - i);
        return allOf;
    }

    private static void Check(int trials, int passed, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, trials);
        ArgumentOutOfRangeException.ThrowIfNegative(passed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passed, trials);
    }
}
