namespace BenchCluster.BenchmarkRuns;

/// <summary>The scenarios of a benchmark run, as they were when it began. Written once: the run's record is written at each event.</summary>
internal sealed record BenchmarkRunScenarios : ResourceState
{
    /// <summary>The scenarios, in the benchmark's order.</summary>
    public IReadOnlyList<string> ScenarioIds { get; init; } = [];

    /// <summary>Objects of patches that were made elsewhere, by scenario.</summary>
    public IReadOnlyDictionary<string, string>? Patches { get; init; }
}
