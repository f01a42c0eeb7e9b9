namespace BenchCluster.ScenarioRuns;

/// <summary>States of a scenario run (the contract's).</summary>
public enum ScenarioRunState
{
    /// <summary>Its environment is being made, or somebody works in it.</summary>
    Running,

    /// <summary>Its scorers run.</summary>
    Scoring,

    /// <summary>It has a score; the devbox is still there.</summary>
    Scored,

    /// <summary>It has ended as asked.</summary>
    Completed,

    /// <summary>It was canceled.</summary>
    Canceled,

    /// <summary>It took too long.</summary>
    Timeout,

    /// <summary>It could not be carried out; the reason says why.</summary>
    Failed,
}
