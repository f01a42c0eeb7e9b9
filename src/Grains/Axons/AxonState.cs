namespace BenchCluster.Axons;

/// <summary>What is persisted of an axon, but for its events.</summary>
internal sealed record AxonState : ResourceState
{
    /// <summary>The axon as it is seen.</summary>
    public AxonView? View { get; init; }

    /// <summary>The page that is written, from 0.</summary>
    public long Page { get; init; }
}
