namespace BenchCluster.Scoring;

/// <summary>All scoring functions of a scenario; the score is their weighted sum.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScoringContract")]
public sealed record ScoringContract
{
    /// <summary>The functions; at least one.</summary>
    [Id(0)]
    public required IReadOnlyList<ScoringFunction> ScoringFunctionParameters { get; init; }
}
