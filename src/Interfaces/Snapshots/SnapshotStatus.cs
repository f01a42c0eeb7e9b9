namespace BenchCluster.Snapshots;

/// <summary>States of a snapshot (the contract's).</summary>
public enum SnapshotStatus
{
    /// <summary>The disk is being kept.</summary>
    InProgress,

    /// <summary>It could not be kept.</summary>
    Error,

    /// <summary>It is kept.</summary>
    Complete,

    /// <summary>It was deleted.</summary>
    Deleted,
}
