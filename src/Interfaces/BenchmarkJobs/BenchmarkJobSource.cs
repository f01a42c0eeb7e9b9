namespace BenchCluster.BenchmarkJobs;

/// <summary>A benchmark.</summary>
[GenerateSerializer, Immutable, Alias("bench.BenchmarkJobSource")]
public sealed record BenchmarkJobSource : JobSource
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public required string BenchmarkId { get; init; }

    /// <summary>Its name when the job was made.</summary>
    [Id(1)]
    public string? BenchmarkName { get; init; }
}
