namespace BenchCluster.BenchmarkRuns;

/// <summary>States of a benchmark run (the contract's).</summary>
public enum BenchmarkRunState
{
    /// <summary>Goes on.</summary>
    Running,

    /// <summary>Was canceled.</summary>
    Canceled,

    /// <summary>All its runs have ended.</summary>
    Completed,

    /// <summary>Could not be carried out.</summary>
    Failed,
}
