namespace BenchCluster.BenchmarkJobs;

/// <summary>A list of scenarios.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScenariosJobSource")]
public sealed record ScenariosJobSource : JobSource
{
    /// <summary>Their ids.</summary>
    [Id(0)]
    public required IReadOnlyList<string> ScenarioIds { get; init; }
}
