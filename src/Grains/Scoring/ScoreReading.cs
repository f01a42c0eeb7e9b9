namespace BenchCluster.Scoring;

/// <summary>A score that was read from what a scorer left, or why there is none.</summary>
/// <param name="Score">The score, 0 to 1; 0 when there is an error.</param>
/// <param name="Error">Why there is no score.</param>
/// <param name="Raw">A reward outside 0 to 1, before it was clamped.</param>
/// <param name="Rewards">Rewards by their name, where the verifier names them.</param>
/// <param name="Summary">What is to be said of it before what the scorer printed.</param>
internal readonly record struct ScoreReading(double Score, string? Error = null, double? Raw = null, string? Summary = null, IReadOnlyDictionary<string, double>? Rewards = null);
