using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Resources;
using CsCheck;

namespace BenchCluster.Tests.BenchmarkJobs;

public sealed class BenchmarkJobLifecycleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public void Every_run_is_started_and_ended_once_and_the_limit_is_never_exceeded() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 12], Gen.Int[0, 99].Array[0, 60]).Sample((agents, concurrency, picks) =>
        {
            var job = Created(agents, concurrency);
            var started = new HashSet<int>();
            var shares = new Dictionary<int, int>();
            foreach (var pick in picks)
            {
                var due = BenchmarkJobLifecycle.Due(job).ToList();
                if (due.Count == 0)
                    break;
                Assert.True(BenchmarkJobLifecycle.Shares(job).Sum(share => share.Limit) <= concurrency);
                foreach (var (index, limit) in BenchmarkJobLifecycle.Shares(job))
                {
                    Assert.True(limit >= 1 && limit >= shares.GetValueOrDefault(index), "A share shrank.");
                    shares[index] = limit;
                }

                job = Perform(job, due[pick % due.Count], started);
            }

            Assert.Equal(job.State is BenchmarkJobState.Completed, job.Runs.All(run => run.HasEnded));
            Assert.Equal(job.IsTerminal, !BenchmarkJobLifecycle.Due(job).Any());
        });

    [Fact]
    public void Whatever_happens_in_whatever_order_an_ended_job_stays_as_it_ended() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2]).Array[0, 40].Sample(steps =>
        {
            var job = Created(3, 2);
            foreach (var (kind, index) in steps)
            {
                var before = job;
                job = BenchmarkJobLifecycle.Decide(job, Event(kind, index));
                if (before.IsTerminal)
                    Assert.Equal((before.State, before.EndedAt, before.FailureReason), (job.State, job.EndedAt, job.FailureReason));
                Assert.Equal(job.IsTerminal, job.EndedAt is not null);
                Assert.Equal(job.IsTerminal, job.Runs.All(run => run.HasEnded));
            }
        });

    [Fact]
    public void A_run_that_cannot_be_started_fails_the_job_after_the_others_have_ended()
    {
        var job = Created(2, 2);
        job = BenchmarkJobLifecycle.Decide(job, new BenchmarkJobEvent.RunRefused(0, "no such thing", Now));
        Assert.False(job.IsTerminal);
        job = BenchmarkJobLifecycle.Decide(job, new BenchmarkJobEvent.RunStarted(1, Now));
        job = BenchmarkJobLifecycle.Decide(job, new BenchmarkJobEvent.RunEnded(1, BenchmarkRunState.Completed, Now));

        Assert.Equal((BenchmarkJobState.Failed, "agent-0: no such thing"), (job.State, job.FailureReason));
    }

    [Fact]
    public void Canceling_cancels_the_runs_that_have_not_ended_and_starts_nothing_more()
    {
        var job = Created(3, 1);
        job = BenchmarkJobLifecycle.Decide(job, new BenchmarkJobEvent.RunStarted(0, Now));
        job = BenchmarkJobLifecycle.Decide(job, new BenchmarkJobEvent.RunEnded(0, BenchmarkRunState.Completed, Now));

        job = BenchmarkJobLifecycle.Decide(job, new BenchmarkJobEvent.CancelRequested(Now));

        Assert.Equal([new BenchmarkJobEffect.CancelRuns()], BenchmarkJobLifecycle.Due(job));
        Assert.Equal([BenchmarkRunState.Completed, BenchmarkRunState.Canceled, BenchmarkRunState.Canceled], job.Runs.Select(run => run.State));
        job = BenchmarkJobLifecycle.Decide(job, new BenchmarkJobEvent.RunsCanceled());
        Assert.True(BenchmarkJobLifecycle.IsFinished(job));
    }

    private static BenchmarkJobRecord Perform(BenchmarkJobRecord job, BenchmarkJobEffect effect, HashSet<int> started)
    {
        switch (effect)
        {
            case BenchmarkJobEffect.StartRun start:
                Assert.True(started.Add(start.Index), "A run was started twice.");
                return BenchmarkJobLifecycle.Decide(job, new BenchmarkJobEvent.RunStarted(start.Index, Now));
            case BenchmarkJobEffect.FollowRun follow:
                var ended = new BenchmarkJobEvent.RunEnded(follow.Index, BenchmarkRunState.Completed, Now);
                job = BenchmarkJobLifecycle.Decide(job, ended);
                Assert.Same(job, BenchmarkJobLifecycle.Decide(job, ended));
                return job;
            default:
                throw new InvalidOperationException($"{effect} is not called for.");
        }
    }

    private static BenchmarkJobEvent Event(int kind, int index) => kind switch
    {
        0 => new BenchmarkJobEvent.RunStarted(index, Now),
        1 => new BenchmarkJobEvent.RunEnded(index, BenchmarkRunState.Completed, Now),
        2 => new BenchmarkJobEvent.RunEnded(index, BenchmarkRunState.Failed, Now),
        3 => new BenchmarkJobEvent.RunRefused(index, "why", Now),
        4 => new BenchmarkJobEvent.CancelRequested(Now),
        _ => new BenchmarkJobEvent.RunsCanceled(),
    };

    private static BenchmarkJobRecord Created(int agents, int concurrency) => BenchmarkJobLifecycle.Decide(
        new BenchmarkJobRecord(), new BenchmarkJobEvent.Created("bmj_1", "job", Plan(agents, concurrency), Now));

    private static BenchmarkJobPlan Plan(int agents, int concurrency) => new()
    {
        Subject = "benchmark",
        Source = new ScenariosJobSource { ScenarioIds = ["scn_1"] },
        Spec = new JobSpec { AgentConfigs = [], ScenarioIds = ["scn_1"] },
        Agents = [.. Enumerable.Range(0, agents).Select(i => new AgentSpec { Type = AgentKind.Nop, Name = $"agent-{i}" })],
        Concurrency = concurrency,
        Policy = new RunPolicy(),
    };
}
