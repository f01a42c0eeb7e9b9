namespace BenchCluster.Scoring;

/// <summary>
/// SWE-bench's grading (an extension of the contract). The working directory is a git repository. Files that the test
/// patch names are made what they are in the base commit, the test patch is applied, the tests are run as root, and their
/// log is read: 1 when every test of both lists came out as it should, else 0. See docs/swebench.md.
/// </summary>
[GenerateSerializer, Immutable, Alias("bench.SweBenchScorer")]
public sealed record SweBenchScorer : ScorerSpec
{
    /// <summary>The full id of the commit that the test files are taken from.</summary>
    [Id(0)]
    public required string BaseCommit { get; init; }

    /// <summary>A git diff of the tests; agents never see it.</summary>
    [Id(1)]
    public required string TestPatch { get; init; }

    /// <summary>What runs the tests: a script for bash, or for sh where there is none. Its exit status counts.</summary>
    [Id(2)]
    public required string TestCommand { get; init; }

    /// <summary>How the log is read.</summary>
    [Id(3)]
    public required TestLogFormat LogFormat { get; init; }

    /// <summary>Tests that the work must make pass.</summary>
    [Id(4)]
    public required IReadOnlyList<string> FailToPass { get; init; }

    /// <summary>Tests that must go on passing.</summary>
    [Id(5)]
    public required IReadOnlyList<string> PassToPass { get; init; }

    /// <summary>Whether the log names failures only, so that a test that it does not name has passed.</summary>
    [Id(6)]
    public bool? NamesFailuresOnly { get; init; }

    /// <summary>Seconds for the tests; default 1800, as SWE-bench's own harness has it.</summary>
    [Id(7)]
    public double? TimeoutSeconds { get; init; }
}
