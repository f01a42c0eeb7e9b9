using BenchCluster.BenchmarkRuns;

namespace BenchCluster.BenchmarkJobs;

/// <summary>The life of a benchmark job, as a pure function.</summary>
internal static class BenchmarkJobLifecycle
{
    /// <summary>The next state; the same instance when the event changes nothing.</summary>
    public static BenchmarkJobRecord Decide(BenchmarkJobRecord job, BenchmarkJobEvent happened) => happened switch
    {
        BenchmarkJobEvent.Created e => job.Id.Length > 0 ? job : Create(job, e),
        _ when job.Id.Length == 0 => job,
        BenchmarkJobEvent.RunsCanceled => job.IsCanceling ? job with { IsCanceling = false } : job,
        _ when job.IsTerminal => job,
        BenchmarkJobEvent.RunStarted e => job.Runs[e.Index] is { StartedAt: null, HasEnded: false }
            ? With(job, e.Index, run => run with { StartedAt = e.At }) with { State = BenchmarkJobState.Running }
            : job,
        BenchmarkJobEvent.RunRefused e => EndRun(job, e.Index, e.At, run => run with { State = BenchmarkRunState.Failed, Refusal = e.Reason }),
        BenchmarkJobEvent.RunEnded e => EndRun(job, e.Index, e.At, run => run with { State = e.State }),
        BenchmarkJobEvent.CancelRequested e => Cancel(job, e.At),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown event."),
    };

    /// <summary>The effects that the state calls for.</summary>
    public static IEnumerable<BenchmarkJobEffect> Due(BenchmarkJobRecord job)
    {
        if (job.IsCanceling)
            yield return new BenchmarkJobEffect.CancelRuns();
        if (job.IsTerminal)
            yield break;
        foreach (var (index, limit) in Shares(job))
        {
            yield return job.Runs[index].StartedAt is null
                ? new BenchmarkJobEffect.StartRun(index)
                : new BenchmarkJobEffect.FollowRun(index, limit);
        }
    }

    /// <summary>
    /// The benchmark runs that go on, each with its part of the job's limit. The parts never exceed the limit together,
    /// and that of a run that goes on never shrinks: else more would go on for a while than the limit allows.
    /// </summary>
    public static IEnumerable<(int Index, int Limit)> Shares(BenchmarkJobRecord job)
    {
        var all = Math.Max(1, job.Plan?.Concurrency ?? 1);
        var open = Enumerable.Range(0, job.Runs.Count).Where(index => !job.Runs[index].HasEnded).Take(all).ToList();
        return open.Select((index, place) => (index, all / open.Count + (place < all % open.Count ? 1 : 0)));
    }

    /// <summary>Whether nothing is left to be done for the job.</summary>
    public static bool IsFinished(BenchmarkJobRecord job) => job.IsTerminal && !job.IsCanceling;

    private static BenchmarkJobRecord Create(BenchmarkJobRecord job, BenchmarkJobEvent.Created e) => job with
    {
        Id = e.Id,
        Name = e.Name,
        Plan = e.Plan,
        CreatedAt = e.At,
        State = BenchmarkJobState.Queued,
        Runs = [.. e.Plan.Agents.Select(_ => new JobRun())],
    };

    private static BenchmarkJobRecord EndRun(BenchmarkJobRecord job, int index, DateTimeOffset at, Func<JobRun, JobRun> how) =>
        job.Runs[index].HasEnded ? job : Settle(With(job, index, run => how(run) with { EndedAt = at }), at);

    /// <summary>Ends the job when no run is left. What one agent's run fails of does not hinder the others.</summary>
    private static BenchmarkJobRecord Settle(BenchmarkJobRecord job, DateTimeOffset at)
    {
        if (!job.Runs.All(run => run.HasEnded))
            return job;
        var failures = job.Runs.Select(ReasonOf).OfType<string>().ToList();
        return failures.Count == 0
            ? job with { State = BenchmarkJobState.Completed, EndedAt = at }
            : job with { State = BenchmarkJobState.Failed, EndedAt = at, FailureReason = string.Join("\n", failures) };

        string? ReasonOf(JobRun run, int index) => run.State is BenchmarkRunState.Failed
            ? $"{job.Plan!.Agents[index].Name}: {run.Refusal ?? $"the benchmark run {job.RunId(index)} failed."}"
            : null;
    }

    private static BenchmarkJobRecord Cancel(BenchmarkJobRecord job, DateTimeOffset at) => job with
    {
        State = BenchmarkJobState.Cancelled,
        EndedAt = at,
        IsCanceling = true,
        Runs = [.. job.Runs.Select(run => run.HasEnded ? run : run with { EndedAt = at, State = BenchmarkRunState.Canceled })],
    };

    private static BenchmarkJobRecord With(BenchmarkJobRecord job, int index, Func<JobRun, JobRun> change) =>
        job with { Runs = [.. job.Runs.Select((run, i) => i == index ? change(run) : run)] };
}
