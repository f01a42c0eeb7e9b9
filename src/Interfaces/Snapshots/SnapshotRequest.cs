namespace BenchCluster.Snapshots;

/// <summary>The body of <c>snapshot_disk</c>, <c>snapshot_disk_async</c> and of a snapshot's update.</summary>
[GenerateSerializer, Immutable, Alias("bench.SnapshotRequest")]
public sealed record SnapshotRequest
{
    /// <summary>The name.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>What its maker has to say of it; at most 1000 characters.</summary>
    [Id(1)]
    public string? CommitMessage { get; init; }

    /// <summary>The caller's own labels; an update replaces them all.</summary>
    [Id(2)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
