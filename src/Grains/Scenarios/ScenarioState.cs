namespace BenchCluster.Scenarios;

/// <summary>What is persisted of a scenario.</summary>
internal sealed record ScenarioState : ResourceState
{
    /// <summary>The scenario as it is seen.</summary>
    public ScenarioView? View { get; init; }
}
