using Orleans.Concurrency;

namespace BenchCluster.Snapshots;

/// <summary>A kept disk. Key: the snapshot's id.</summary>
[Alias("bench.ISnapshotGrain")]
public interface ISnapshotGrain : IGrainWithStringKey
{
    /// <summary>Begins to keep a devbox's disk; a second call with the same id finds the first.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox neither runs nor is suspended.</exception>
    [Alias("Create")]
    Task<SnapshotView> Create(string devboxId, SnapshotRequest request);

    /// <summary>The snapshot.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<SnapshotView> Get();

    /// <summary>How far it is, waiting up to <paramref name="wait"/> for its end.</summary>
    [AlwaysInterleave, Alias("GetStatus")]
    Task<SnapshotStatusView> GetStatus(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Replaces name, message and labels; null keeps.</summary>
    [Alias("Update")]
    Task<SnapshotView> Update(SnapshotRequest request);

    /// <summary>Deletes it and gives its disk space back; devboxes that started from it go on.</summary>
    [Alias("Delete")]
    Task Delete();

    /// <summary>Tells the snapshot to go on with what was interrupted.</summary>
    [Alias("Reconcile")]
    Task Reconcile();
}
