namespace BenchCluster.Scoring;

/// <summary>What a scoring contract gave.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScoringContractResult")]
public sealed record ScoringContractResult
{
    /// <summary>The weighted sum, 0 to 1.</summary>
    [Id(0)]
    public required double Score { get; init; }

    /// <summary>Each function's result, in the contract's order.</summary>
    [Id(1)]
    public required IReadOnlyList<ScoringFunctionResult> ScoringFunctionResults { get; init; }
}
