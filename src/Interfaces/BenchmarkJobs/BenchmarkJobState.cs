namespace BenchCluster.BenchmarkJobs;

/// <summary>States of a benchmark job (the contract's).</summary>
public enum BenchmarkJobState
{
    /// <summary>Is being made.</summary>
    Initializing,

    /// <summary>None of its runs has started yet.</summary>
    Queued,

    /// <summary>Its runs go on.</summary>
    Running,

    /// <summary>All its runs have ended.</summary>
    Completed,

    /// <summary>A run could not be carried out; the reason says why.</summary>
    Failed,

    /// <summary>Was canceled.</summary>
    Cancelled,

    /// <summary>Took too long; no job of this cluster has a limit of its own, so none ends so.</summary>
    Timeout,
}
