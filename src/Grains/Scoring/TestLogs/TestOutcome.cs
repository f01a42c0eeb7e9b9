namespace BenchCluster.Scoring.TestLogs;

/// <summary>What became of a test, as its log says.</summary>
internal enum TestOutcome
{
    Passed,
    Failed,
    Skipped,
    Error,

    /// <summary>It failed, as it is expected to.</summary>
    ExpectedFailure,
}
