namespace BenchCluster.Scoring;

/// <summary>Something that makes a score less trustworthy (an extension of the contract). A flag changes no score.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScoreFlag")]
public sealed record ScoreFlag
{
    /// <summary>What was seen.</summary>
    [Id(0)]
    public required ScoreFlagKind Kind { get; init; }

    /// <summary>Whether honest work hardly ever does this; else it is for a look when a score surprises.</summary>
    [Id(1)]
    public required bool IsSuspicious { get; init; }

    /// <summary>What it is about: paths, at most ten; or the scoring function.</summary>
    [Id(2)]
    public required IReadOnlyList<string> Subjects { get; init; }

    /// <summary>In words.</summary>
    [Id(3)]
    public required string Message { get; init; }
}
