using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>What an agent used of its model over all scenario runs whose trajectory says so.</summary>
/// <param name="Runs">Scenario runs that say so.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="CachedTokens">Those of them that came from a cache.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="CostUsd">What that cost, where it is known.</param>
internal sealed record UsageTotals(int Runs, long InputTokens, long CachedTokens, long OutputTokens, double? CostUsd)
{
    /// <summary>The totals; null where no scenario run says anything.</summary>
    public static UsageTotals? Of(IEnumerable<ScenarioRunView> runs)
    {
        var usages = runs.Select(run => run.AgentResult?.Usage).OfType<AgentUsage>().ToList();
        return usages.Count == 0
            ? null
            : new UsageTotals(
                usages.Count, usages.Sum(usage => usage.InputTokens ?? 0), usages.Sum(usage => usage.CachedTokens ?? 0),
                usages.Sum(usage => usage.OutputTokens ?? 0), usages.Any(usage => usage.CostUsd is not null) ? usages.Sum(usage => usage.CostUsd ?? 0) : null);
    }
}
