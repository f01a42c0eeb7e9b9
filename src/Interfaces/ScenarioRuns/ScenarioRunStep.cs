namespace BenchCluster.ScenarioRuns;

/// <summary>What a scenario run is doing: finer than its state (an extension of the contract).</summary>
public enum ScenarioRunStep
{
    /// <summary>Its devbox is being made.</summary>
    Environment,

    /// <summary>The devbox is ready and belongs to the caller.</summary>
    Ready,

    /// <summary>Its agent works.</summary>
    Agent,

    /// <summary>Its scorers run.</summary>
    Scoring,

    /// <summary>It has a score.</summary>
    Scored,

    /// <summary>It has ended.</summary>
    Ended,
}
