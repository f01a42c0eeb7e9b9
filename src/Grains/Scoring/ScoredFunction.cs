namespace BenchCluster.Scoring;

/// <summary>What applying a scoring function gave.</summary>
/// <param name="Result">The score, or why there is none.</param>
/// <param name="Flags">What makes it less trustworthy.</param>
internal sealed record ScoredFunction(ScoringFunctionResult Result, IReadOnlyList<ScoreFlag> Flags)
{
    public static implicit operator ScoredFunction(ScoringFunctionResult result) => new(result, []);
}
