namespace BenchCluster.BenchmarkJobs;

/// <summary>A job over all scenarios of a benchmark.</summary>
public sealed record BenchmarkDefinitionJobSpec : DefinedJobSpec
{
    /// <summary>The benchmark.</summary>
    public required string BenchmarkId { get; init; }
}
