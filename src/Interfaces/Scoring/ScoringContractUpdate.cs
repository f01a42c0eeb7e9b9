namespace BenchCluster.Scoring;

/// <summary>Changes to how a scenario is scored; null keeps.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScoringContractUpdate")]
public sealed record ScoringContractUpdate
{
    /// <summary>The functions; at least one.</summary>
    [Id(0)]
    public IReadOnlyList<ScoringFunction>? ScoringFunctionParameters { get; init; }
}
