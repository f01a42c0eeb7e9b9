using BenchCluster.ScenarioRuns;

namespace BenchCluster.BenchmarkRuns;

/// <summary>How a scenario run ended, as its benchmark run counts it.</summary>
/// <param name="RunId">The scenario run.</param>
/// <param name="Index">Its place among the children, where the benchmark run orchestrates.</param>
/// <param name="State">The state it ended in.</param>
/// <param name="Score">Its score, if it has one.</param>
[GenerateSerializer, Immutable, Alias("bench.ScenarioRunOutcome")]
public sealed record ScenarioRunOutcome(
    [property: Id(0)] string RunId,
    [property: Id(1)] int? Index,
    [property: Id(2)] ScenarioRunState State,
    [property: Id(3)] double? Score);
