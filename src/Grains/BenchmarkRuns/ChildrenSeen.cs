namespace BenchCluster.BenchmarkRuns;

/// <summary>What children that a caller drives say when they are asked.</summary>
/// <param name="Outcomes">Those that have ended, or have a score.</param>
/// <param name="Missing">Places for which no run was ever started.</param>
internal sealed record ChildrenSeen(IReadOnlyList<ScenarioRunOutcome> Outcomes, IReadOnlyList<int> Missing)
{
    /// <summary>Nothing.</summary>
    public static ChildrenSeen None { get; } = new([], []);
}
