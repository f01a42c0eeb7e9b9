namespace BenchCluster.Scoring;

/// <summary>Scores by a registered scorer's script, as a bash script scorer does.</summary>
[GenerateSerializer, Immutable, Alias("bench.CustomScorer")]
public sealed record CustomScorer : ScorerSpec
{
    /// <summary>The type that the scorer was registered under.</summary>
    [Id(0)]
    public required string CustomScorerType { get; init; }

    /// <summary>A JSON object; its fields are at the top level of <c>RL_SCORER_CONTEXT</c>.</summary>
    [Id(1)]
    public RawJson? ScorerParams { get; init; }
}
