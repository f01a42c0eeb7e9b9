namespace BenchCluster.Scoring;

/// <summary>Scores 1 when its command exits with 0, else 0.</summary>
[GenerateSerializer, Immutable, Alias("bench.CommandScorer")]
public sealed record CommandScorer : ScorerSpec
{
    /// <summary>The command, for the shell.</summary>
    [Id(0)]
    public string? Command { get; init; }
}
