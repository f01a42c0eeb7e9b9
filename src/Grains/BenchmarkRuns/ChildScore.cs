namespace BenchCluster.BenchmarkRuns;

/// <summary>A run that the caller started in a benchmark run under a build that kept a record of each.</summary>
/// <param name="ScenarioId">Its scenario.</param>
/// <param name="HasEnded">Whether it has ended.</param>
/// <param name="Score">Its score, if it has one.</param>
internal sealed record ChildScore(string ScenarioId, bool HasEnded, double? Score);
