namespace BenchCluster.BenchmarkJobs;

/// <summary>A job as Harbor's job file says it.</summary>
public sealed record HarborJobSpec : BenchmarkJobSpec
{
    /// <summary>The file's text.</summary>
    public required string InlineYaml { get; init; }
}
