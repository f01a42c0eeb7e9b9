namespace BenchCluster.Placement;

/// <summary>What a node says of itself, every few seconds.</summary>
[GenerateSerializer, Immutable, Alias("bench.NodeReport")]
internal sealed record NodeReport
{
    /// <summary>The node's name.</summary>
    [Id(0)]
    public required string Node { get; init; }

    /// <summary>Devboxes that it takes at once.</summary>
    [Id(1)]
    public required int Slots { get; init; }

    /// <summary>Cores that its devboxes may have together; 0 is no limit.</summary>
    [Id(2)]
    public double Cpus { get; init; }

    /// <summary>Bytes of memory that its devboxes may have together; 0 is no limit.</summary>
    [Id(3)]
    public long MemoryBytes { get; init; }

    /// <summary>Whether it takes devboxes: its engine answers, and it is not about to stop.</summary>
    [Id(4)]
    public required bool TakesDevboxes { get; init; }

    /// <summary>Bytes of disk that its devboxes, suspended ones included, may fill together; 0 is no limit.</summary>
    [Id(5)]
    public long DiskBytes { get; init; }
}
