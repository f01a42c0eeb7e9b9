namespace BenchCluster.ScenarioRuns;

/// <summary>How an agent's work ended, over all steps: its end is that of the last, its times and tokens are sums. Pure.</summary>
internal static class AgentTotals
{
    public static AgentResult? Of(ScenarioRunRecord run)
    {
        IReadOnlyList<AgentResult> all = run.AgentResult is { } last ? [.. run.EarlierAgentResults, last] : run.EarlierAgentResults;
        return all switch
        {
            [] => null,
            [var only] => only,
            _ => all[^1] with
            {
                TimedOut = all.Any(result => result.TimedOut),
                DurationMs = all.Sum(result => result.DurationMs),
                Usage = Sum([.. all.Select(result => result.Usage).OfType<AgentUsage>()]),
            },
        };
    }

    private static AgentUsage? Sum(IReadOnlyList<AgentUsage> usages) => usages.Count == 0 ? null : new AgentUsage
    {
        InputTokens = Sum(usages, usage => usage.InputTokens),
        CachedTokens = Sum(usages, usage => usage.CachedTokens),
        OutputTokens = Sum(usages, usage => usage.OutputTokens),
        CostUsd = Sum(usages, usage => usage.CostUsd),
        Steps = Sum(usages, usage => usage.Steps),
        Source = usages[^1].Source,
    };

    /// <summary>Null where none says.</summary>
    private static T? Sum<T>(IReadOnlyList<AgentUsage> usages, Func<AgentUsage, T?> of)
        where T : struct, System.Numerics.INumber<T> =>
        usages.Select(of).Aggregate((T?)null, (sum, next) => next is { } value ? (sum ?? T.Zero) + value : sum);
}
