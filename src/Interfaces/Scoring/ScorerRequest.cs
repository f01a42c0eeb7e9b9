namespace BenchCluster.Scoring;

/// <summary>The body of creating and of updating a custom scorer.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScorerRequest")]
public sealed record ScorerRequest
{
    /// <summary>The type that scoring functions name it by; unique.</summary>
    [Id(0)]
    public required string Type { get; init; }

    /// <summary>The script; it reads <c>RL_SCORER_CONTEXT</c> and prints a score on its last line.</summary>
    [Id(1)]
    public required string BashScript { get; init; }
}
