namespace BenchCluster.Devboxes;

/// <summary>Categories of a devbox's failure (the contract's).</summary>
public enum FailureReason
{
    /// <summary>It ran out of memory.</summary>
    OutOfMemory,

    /// <summary>It ran out of disk.</summary>
    OutOfDisk,

    /// <summary>It could not be started, or ended by itself; the message says how.</summary>
    ExecutionFailed,

    /// <summary>It stopped answering.</summary>
    HealthCheckFailed,
}
