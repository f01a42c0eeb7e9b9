namespace BenchCluster.Tests.Chaos;

/// <summary>What was asked of a cluster and what came of it, for <see cref="HistoryChecker"/>.</summary>
internal sealed record ChaosHistory
{
    /// <summary>The runs that were started.</summary>
    public List<StartedRun> Started { get; init; } = [];

    /// <summary>What each benchmark run was seen to be, again and again.</summary>
    public List<SeenRun> Seen { get; init; } = [];

    /// <summary>The scenario runs, at the end.</summary>
    public List<EndedScenarioRun> ScenarioRuns { get; init; } = [];

    /// <summary>The commands of interactive sessions.</summary>
    public List<RanCommand> Commands { get; init; } = [];

    /// <summary>What is left on the engine when all has ended.</summary>
    public List<string> Left { get; init; } = [];

    /// <summary>What the index says of a resource, and what its grain says.</summary>
    public List<IndexedResource> Indexed { get; init; } = [];
}
