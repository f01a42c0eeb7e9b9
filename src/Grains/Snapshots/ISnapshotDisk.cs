using Orleans.Concurrency;

namespace BenchCluster.Snapshots;

/// <summary>What a devbox needs of the snapshot that it starts from.</summary>
[Alias("bench.ISnapshotDisk")]
internal interface ISnapshotDisk : IGrainWithStringKey
{
    /// <summary>The disk.</summary>
    /// <exception cref="BenchException">
    /// <see cref="BenchError.NotFound"/>; <see cref="BenchError.Conflict"/> while it is not complete.
    /// </exception>
    [AlwaysInterleave, Alias("Disk")]
    Task<SnapshotDisk> Disk();
}
