using BenchCluster.BenchmarkRuns;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using CsCheck;

namespace BenchCluster.Tests.BenchmarkRuns;

public sealed class BenchmarkRunLifecycleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public void Every_child_is_started_once_ended_once_and_never_too_many_at_once() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 3], Gen.Int[1, 5], Gen.Int[0, 11].Array[0, 400]).Sample((scenarios, trials, concurrency, order) =>
        {
            var run = Started(scenarios, trials, concurrency);
            foreach (var pick in order)
            {
                Assert.True(run.Active().Count() <= concurrency);
                var active = run.Active().ToList();
                if (active.Count == 0)
                    break;
                var child = active[pick % active.Count];
                run = End(run, child, 1);
                // A report that comes twice is counted once.
                run = End(run, child, 0.25);
            }

            Assert.Equal(run.ScoreSum, run.Scored);
            Assert.Equal(run.State is BenchmarkRunState.Completed, run.EndedCount == scenarios * trials);
        });

    [Fact]
    public void The_score_is_the_sum_of_scores_over_the_number_of_runs_and_a_failed_run_counts_as_nothing()
    {
        var run = Started(4, 1, 4);
        run = End(run, 0, 1);
        run = End(run, 1, 0.5);
        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.ChildEnded(
            new ScenarioRunOutcome(run.ChildId(2), 2, ScenarioRunState.Failed, null), Now));
        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.ChildRefused(3, "no such scenario", Now));

        Assert.Equal(BenchmarkRunState.Completed, run.State);
        Assert.Equal(0.375, BenchmarkRunViews.Of(run).Score);
        Assert.Equal((2, 2, 0), (run.Scored, run.Failed, run.Canceled));
        Assert.Single(run.Problems);
    }

    [Fact]
    public void Canceling_starts_nothing_more_and_keeps_the_scores_so_far()
    {
        var run = End(Started(10, 1, 2), 0, 1);

        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.CancelRequested(Now));

        Assert.Equal([new BenchmarkRunEffect.CancelChildren()], BenchmarkRunLifecycle.Due(run));
        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.ChildrenCanceled(
        [
            new ScenarioRunOutcome(run.ChildId(1), 1, ScenarioRunState.Canceled, null),
            // It had ended before it could be canceled.
            new ScenarioRunOutcome(run.ChildId(2), 2, ScenarioRunState.Completed, 1),
        ]));
        Assert.True(BenchmarkRunLifecycle.IsFinished(run));
        Assert.Equal((2, 1, 0), (run.Scored, run.Canceled, BenchmarkRunViews.Of(run).Progress.Active));
        Assert.Equal(0.2, BenchmarkRunViews.Of(run).Score!.Value, 10);
    }

    [Fact]
    public void Trials_of_a_scenario_stand_side_by_side()
    {
        var run = Started(2, 3, 1);

        Assert.Equal(["scn_0", "scn_0", "scn_0", "scn_1", "scn_1", "scn_1"], Enumerable.Range(0, 6).Select(run.ScenarioOf));
    }

    [Fact]
    public void Ten_thousand_children_are_a_cursor_and_a_bit_each()
    {
        var run = Started(10_000, 1, 100);
        for (var i = 0; i < 10_000; i++)
            run = End(run, i, 1);

        Assert.Equal(BenchmarkRunState.Completed, run.State);
        Assert.Equal(1250, run.Ended.Length);
    }

    [Fact]
    public void Runs_that_the_caller_starts_are_counted_by_id()
    {
        var run = BenchmarkRunLifecycle.Decide(new BenchmarkRunRecord(), new BenchmarkRunEvent.Started(
            "bmr_1", new StartBenchmarkRunRequest { BenchmarkId = "bmd_1" }, ["scn_0", "scn_1"], Now));
        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.ChildRegistered("srn_a", "scn_0"));
        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.ChildRegistered("srn_b", "scn_1"));
        for (var i = 0; i < 2; i++)
        {
            run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.ChildEnded(
                new ScenarioRunOutcome("srn_a", null, ScenarioRunState.Completed, 1), Now));
        }

        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.CompleteRequested(Now));

        Assert.Equal(BenchmarkRunState.Completed, run.State);
        Assert.Equal(0.5, BenchmarkRunViews.Of(run).Score);
    }

    private static BenchmarkRunRecord Started(int scenarios, int trials, int concurrency) => BenchmarkRunLifecycle.Decide(
        new BenchmarkRunRecord(),
        new BenchmarkRunEvent.Started(
            "bmr_1",
            new StartBenchmarkRunRequest
            {
                BenchmarkId = "bmd_1",
                Agent = new AgentSpec { Type = AgentKind.Nop },
                NAttempts = trials,
                NConcurrentTrials = concurrency,
            },
            [.. Enumerable.Range(0, scenarios).Select(i => $"scn_{i}")],
            Now));

    private static BenchmarkRunRecord End(BenchmarkRunRecord run, int index, double score) => BenchmarkRunLifecycle.Decide(
        run,
        new BenchmarkRunEvent.ChildEnded(new ScenarioRunOutcome(run.ChildId(index), index, ScenarioRunState.Completed, score), Now));
}
