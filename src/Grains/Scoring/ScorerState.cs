namespace BenchCluster.Scoring;

/// <summary>What is persisted of a custom scorer.</summary>
internal sealed record ScorerState : ResourceState
{
    /// <summary>Type and script.</summary>
    public ScorerRequest? Definition { get; init; }
}
