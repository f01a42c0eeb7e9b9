namespace BenchCluster.BenchmarkJobs;

/// <summary>A Harbor job file.</summary>
[GenerateSerializer, Immutable, Alias("bench.HarborJobSource")]
public sealed record HarborJobSource : JobSource
{
    /// <summary>Its text.</summary>
    [Id(0)]
    public required string InlineYaml { get; init; }
}
