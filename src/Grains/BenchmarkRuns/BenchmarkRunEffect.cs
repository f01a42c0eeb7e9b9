namespace BenchCluster.BenchmarkRuns;

/// <summary>What a benchmark run's state can call for.</summary>
internal abstract record BenchmarkRunEffect
{
    private BenchmarkRunEffect()
    {
    }

    /// <summary>Start a child, or find it, and see it to its end.</summary>
    public sealed record RunChild(int Index) : BenchmarkRunEffect;

    /// <summary>Cancel every child that has not ended.</summary>
    public sealed record CancelChildren : BenchmarkRunEffect;
}
