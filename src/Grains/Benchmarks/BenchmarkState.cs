namespace BenchCluster.Benchmarks;

/// <summary>What is persisted of a benchmark.</summary>
internal sealed record BenchmarkState : ResourceState
{
    /// <summary>The benchmark as it is seen.</summary>
    public BenchmarkView? View { get; init; }
}
