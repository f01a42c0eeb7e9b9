namespace BenchCluster.Scoring;

/// <summary>Scores by the last non-empty line that its script prints.</summary>
[GenerateSerializer, Immutable, Alias("bench.BashScriptScorer")]
public sealed record BashScriptScorer : ScorerSpec
{
    /// <summary>The script.</summary>
    [Id(0)]
    public string? BashScript { get; init; }
}
