using BenchCluster.BenchmarkRuns;

namespace BenchCluster.BenchmarkJobs;

/// <summary>What can happen to a job.</summary>
internal abstract record BenchmarkJobEvent
{
    private BenchmarkJobEvent()
    {
    }

    /// <summary>It was made.</summary>
    public sealed record Created(string Id, string Name, BenchmarkJobPlan Plan, DateTimeOffset At) : BenchmarkJobEvent;

    /// <summary>A benchmark run goes on.</summary>
    public sealed record RunStarted(int Index, DateTimeOffset At) : BenchmarkJobEvent;

    /// <summary>A benchmark run could not be started.</summary>
    public sealed record RunRefused(int Index, string Reason, DateTimeOffset At) : BenchmarkJobEvent;

    /// <summary>A benchmark run has ended.</summary>
    public sealed record RunEnded(int Index, BenchmarkRunState State, DateTimeOffset At) : BenchmarkJobEvent;

    /// <summary>Somebody canceled it.</summary>
    public sealed record CancelRequested(DateTimeOffset At) : BenchmarkJobEvent;

    /// <summary>All benchmark runs have heard of the cancel, and ended so.</summary>
    public sealed record RunsCanceled : BenchmarkJobEvent;
}
