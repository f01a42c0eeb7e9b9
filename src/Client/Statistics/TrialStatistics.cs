namespace BenchCluster.Client.Statistics;

/// <summary>What trials of a benchmark's scenarios say of an agent.</summary>
/// <param name="Score">The mean score with its error.</param>
/// <param name="PassAt">pass@k for k = 1, 2, 4, … and the number of trials, each the mean over the scenarios.</param>
/// <param name="PassAll">pass^k for the same k.</param>
internal sealed record TrialStatistics(Estimate Score, IReadOnlyDictionary<int, double> PassAt, IReadOnlyDictionary<int, double> PassAll)
{
    /// <summary>A score from which on a trial has passed; scores are sums of weights, which seldom are exact.</summary>
    private const double Passing = 1 - 1e-9;

    /// <summary>The statistics, from the trials' scores of each scenario; null where there is none.</summary>
    public static TrialStatistics? Of(IReadOnlyList<IReadOnlyList<double>> scenarios)
    {
        var tried = scenarios.Where(trials => trials.Count > 0).ToList();
        if (tried.Count == 0)
            return null;
        // What every scenario has as many trials for.
        var trials = tried.Min(scores => scores.Count);
        var at = new SortedDictionary<int, double>();
        var all = new SortedDictionary<int, double>();
        foreach (var k in Steps(trials))
        {
            at[k] = tried.Average(scores => PassEstimate.AtLeastOne(scores.Count, scores.Count(HasPassed), k));
            all[k] = tried.Average(scores => PassEstimate.All(scores.Count, scores.Count(HasPassed), k));
        }

        return new TrialStatistics(ScoreEstimate.Of(tried), at, all);
    }

    private static bool HasPassed(double score) => score >= Passing;

    private static IEnumerable<int> Steps(int trials)
    {
        for (var k = 1; k < trials; k *= 2)
            yield return k;
        yield return trials;
    }
}
