namespace BenchCluster.BenchmarkJobs;

/// <summary>The body of <c>POST /v1/benchmark_jobs</c>.</summary>
public sealed record BenchmarkJobCreateRequest
{
    /// <summary>The name, which is unique; default one made of what is run.</summary>
    public string? Name { get; init; }

    /// <summary>What is run, and by whom.</summary>
    public BenchmarkJobSpec? Spec { get; init; }
}
