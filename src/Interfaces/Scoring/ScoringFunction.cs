namespace BenchCluster.Scoring;

/// <summary>A scorer with its name and its weight in the contract.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScoringFunction")]
public sealed record ScoringFunction
{
    /// <summary>The name: letters, digits, <c>_</c> and <c>-</c>.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The weight; all weights of a contract sum to 1.</summary>
    [Id(1)]
    public required double Weight { get; init; }

    /// <summary>How it scores.</summary>
    [Id(2)]
    public required ScorerSpec Scorer { get; init; }
}
