namespace BenchCluster.Agents;

/// <summary>What is persisted of a registered agent.</summary>
internal sealed record AgentState : ResourceState
{
    /// <summary>The agent as it is seen.</summary>
    public AgentView? View { get; init; }
}
