using BenchCluster.Scoring;

namespace BenchCluster.Client.SweBench;

/// <summary>One row of a dataset, checked.</summary>
internal sealed record SweBenchInstance
{
    public required string Id { get; init; }

    /// <summary><c>owner/name</c>.</summary>
    public required string Repo { get; init; }

    public required string BaseCommit { get; init; }

    public required string ProblemStatement { get; init; }

    /// <summary>The reference.</summary>
    public required string Patch { get; init; }

    public required string TestPatch { get; init; }

    public required IReadOnlyList<string> FailToPass { get; init; }

    public required IReadOnlyList<string> PassToPass { get; init; }

    public string? Version { get; init; }

    public string? EnvironmentSetupCommit { get; init; }

    public string? Hints { get; init; }

    public string? CreatedAt { get; init; }

    /// <summary>The image that the row names itself, as descendants of the format do.</summary>
    public string? Image { get; init; }

    /// <summary>What runs the tests, as the row says itself; the files of the test patch follow.</summary>
    public string? TestCommand { get; init; }

    /// <summary>How its log is read, as the row says itself.</summary>
    public TestLogFormat? LogFormat { get; init; }
}
