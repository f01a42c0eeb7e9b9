namespace BenchCluster.BenchmarkJobs;

/// <summary>A job over some scenarios.</summary>
public sealed record ScenarioDefinitionJobSpec : DefinedJobSpec
{
    /// <summary>The scenarios.</summary>
    public required IReadOnlyList<string> ScenarioIds { get; init; }
}
