namespace BenchCluster.Axons;

/// <summary>What is persisted of a page of an axon.</summary>
internal sealed record AxonPageState : ResourceState
{
    /// <summary>The events, in order.</summary>
    public IReadOnlyList<AxonEventView> Events { get; init; } = [];
}
