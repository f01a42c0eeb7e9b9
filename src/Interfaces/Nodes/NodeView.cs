namespace BenchCluster.Nodes;

/// <summary>A node: a silo and the engine next to it.</summary>
[GenerateSerializer, Immutable, Alias("bench.NodeView")]
public sealed record NodeView
{
    /// <summary>The node's name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Whether its engine answers.</summary>
    [Id(1)]
    public required bool EngineHealthy { get; init; }

    /// <summary>The engine's version, or why it does not answer.</summary>
    [Id(2)]
    public required string Engine { get; init; }

    /// <summary>Devboxes that it takes at once.</summary>
    [Id(3)]
    public required int Slots { get; init; }

    /// <summary>Devboxes that it has.</summary>
    [Id(4)]
    public required int SlotsTaken { get; init; }

    /// <summary>Devboxes of the cluster that wait for a place.</summary>
    [Id(5)]
    public required int Queued { get; init; }

    /// <summary>Whether it gets new devboxes: it is there, its engine answers, it has disk left, and it is not about to stop.</summary>
    [Id(6)]
    public bool TakesDevboxes { get; init; }

    /// <summary>What is free on the disk of its data directory or its engine, whichever is less, in bytes; null when it is away.</summary>
    [Id(7)]
    public long? FreeDiskBytes { get; init; }
}
