namespace BenchCluster.Devboxes;

/// <summary>States of an execution (the contract's).</summary>
public enum ExecutionStatus
{
    /// <summary>Waits for its shell.</summary>
    Queued,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Has ended.</summary>
    Completed,
}
