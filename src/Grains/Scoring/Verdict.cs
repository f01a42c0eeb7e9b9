namespace BenchCluster.Scoring;

/// <summary>How a program's score is read.</summary>
internal enum Verdict
{
    /// <summary>Exit status 0 is 1, any other is 0.</summary>
    ExitStatus,

    /// <summary>The last non-empty line of standard output.</summary>
    LastLine,

    /// <summary>Harbor's reward files.</summary>
    HarborReward,

    /// <summary>SWE-bench's rule, from all of standard output and the exit status.</summary>
    TestLog,
}
