namespace BenchCluster.BenchmarkJobs;

/// <summary>What a job's state can call for.</summary>
internal abstract record BenchmarkJobEffect
{
    private BenchmarkJobEffect()
    {
    }

    /// <summary>Start an agent's benchmark run, or find it.</summary>
    public sealed record StartRun(int Index) : BenchmarkJobEffect;

    /// <summary>See a benchmark run to its end, with so many scenario runs at once.</summary>
    public sealed record FollowRun(int Index, int Limit) : BenchmarkJobEffect;

    /// <summary>Cancel every benchmark run that has not ended.</summary>
    public sealed record CancelRuns : BenchmarkJobEffect;
}
