using BenchCluster.Snapshots;

namespace BenchCluster.Devboxes;

/// <summary>What a snapshot needs of the devbox whose disk it keeps.</summary>
[Alias("bench.IDevboxDisk")]
internal interface IDevboxDisk : IGrainWithStringKey
{
    /// <summary>Notes a snapshot in progress: the devbox is not shut down under it, unless forced.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox neither runs nor is suspended.</exception>
    [Alias("BeginSnapshot")]
    Task<SnapshotSource> BeginSnapshot(string snapshotId);

    /// <summary>Notes its end.</summary>
    [Alias("EndSnapshot")]
    Task EndSnapshot(string snapshotId);
}
