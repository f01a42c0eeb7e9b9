namespace BenchCluster.Snapshots;

/// <summary>How far a snapshot is, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.SnapshotStatusView")]
public sealed record SnapshotStatusView
{
    /// <summary>The state.</summary>
    [Id(0)]
    public required SnapshotStatus Status { get; init; }

    /// <summary>Why it could not be kept.</summary>
    [Id(1)]
    public string? ErrorMessage { get; init; }

    /// <summary>The snapshot, once it is complete.</summary>
    [Id(2)]
    public SnapshotView? Snapshot { get; init; }
}
