using BenchCluster.ScenarioRuns;

namespace BenchCluster.BenchmarkRuns;

/// <summary>A place among the scenario runs that a caller starts in a benchmark run.</summary>
/// <param name="RunId">The id that the scenario run must have; it follows from the place.</param>
/// <param name="Place">Counts the places, from 0.</param>
/// <param name="Profile">What the benchmark run adds to every scenario's environment.</param>
[GenerateSerializer, Immutable, Alias("bench.ScenarioRunPlace")]
public sealed record ScenarioRunPlace(
    [property: Id(0)] string RunId,
    [property: Id(1)] int Place,
    [property: Id(2)] RunProfile? Profile);
