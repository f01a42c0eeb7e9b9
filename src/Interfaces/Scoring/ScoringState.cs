namespace BenchCluster.Scoring;

/// <summary>How applying a scoring function ended (the contract's).</summary>
public enum ScoringState
{
    /// <summary>It has not been applied.</summary>
    Unknown,

    /// <summary>It gave a score.</summary>
    Complete,

    /// <summary>It gave none; the score is 0 and the output says why.</summary>
    Error,
}
