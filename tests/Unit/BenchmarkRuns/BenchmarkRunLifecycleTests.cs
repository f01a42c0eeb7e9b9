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
        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.ChildRefused(3, "scn_3", "no such scenario", Now));

        Assert.Equal(BenchmarkRunState.Completed, run.State);
        Assert.Equal(0.375, BenchmarkRunViews.Of(run).Score);
        Assert.Equal((2, 2, 0), (run.Scored, run.Failed, run.Canceled));
        Assert.Single(run.Problems);
    }

    [Fact]
    public void Canceling_starts_nothing_more_and_keeps_the_scores_so_far()
    {
        var run = End(Started(10, 1, 2), 0, 1);

        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.CancelRequested(ChildrenSeen.None, Now));

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
    public void Ten_thousand_children_are_a_cursor_and_a_bit_each()
    {
        var run = Started(10_000, 1, 100);
        for (var i = 0; i < 10_000; i++)
            run = End(run, i, 1);

        Assert.Equal(BenchmarkRunState.Completed, run.State);
        Assert.Equal(1250, run.Ended.Length);
    }

    [Fact]
    public void Ten_thousand_runs_that_a_caller_starts_are_a_cursor_and_a_bit_each_too()
    {
        var run = Driven();
        for (var i = 0; i < 10_000; i++)
        {
            run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.PlaceReserved());
            run = End(run, i, 0.5);
            // A report that comes twice is counted once.
            run = End(run, i, 1);
        }

        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.CompleteRequested(ChildrenSeen.None, Now));

        Assert.Equal((1250, 10_000, 0), (run.Ended.Length, run.Scored, run.Children.Count));
        Assert.Equal((BenchmarkRunState.Completed, 0.5), (run.State, BenchmarkRunViews.Of(run).Score));
    }

    [Fact]
    public void A_place_whose_run_was_refused_counts_for_nothing()
    {
        var run = Reserved(3);
        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.PlaceWithdrawn(1));
        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.PlaceWithdrawn(1));
        run = End(run, 1, 1);
        run = End(run, 0, 1);

        Assert.Equal((2, 1, 1), (run.Total, run.EndedCount, BenchmarkRunViews.Of(run).Progress.Active));
        Assert.Equal([2], run.Active());
    }

    [Fact]
    public void What_children_say_when_the_run_is_completed_counts_and_what_they_report_later_does_not_count_again()
    {
        var run = Reserved(3);

        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.CompleteRequested(
            new ChildrenSeen([new ScenarioRunOutcome(run.ChildId(0), 0, ScenarioRunState.Completed, 1)], [2]), Now));
        run = End(run, 0, 1);

        Assert.Equal((2, 0.5), (run.Total, BenchmarkRunViews.Of(run).Score));
        Assert.Equal(0.75, BenchmarkRunViews.Of(End(run, 1, 0.5)).Score);
    }

    [Fact]
    public void Runs_that_an_earlier_build_recorded_by_id_are_counted_with_those_that_have_places()
    {
        var run = Driven() with
        {
            Children = new Dictionary<string, ChildScore> { ["srn_a"] = new("scn_0", true, 1), ["srn_b"] = new("scn_1", false, null) },
            Scored = 1,
            ScoreSum = 1,
        };
        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.PlaceReserved());
        run = End(run, 0, 1);
        for (var i = 0; i < 2; i++)
        {
            run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.ChildEnded(
                new ScenarioRunOutcome("srn_b", null, ScenarioRunState.Completed, 0.25), Now));
        }

        run = BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.CompleteRequested(ChildrenSeen.None, Now));

        Assert.Equal((3, 0.75), (run.Total, BenchmarkRunViews.Of(run).Score));
    }

    private static BenchmarkRunRecord Driven() => BenchmarkRunLifecycle.Decide(
        new BenchmarkRunRecord(), new BenchmarkRunEvent.Started("bmr_1", new StartBenchmarkRunRequest { BenchmarkId = "bmd_1" }, 2, Now));

    private static BenchmarkRunRecord Reserved(int places) => Enumerable.Range(0, places).Aggregate(
        Driven(), (run, _) => BenchmarkRunLifecycle.Decide(run, new BenchmarkRunEvent.PlaceReserved()));

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
            scenarios,
            Now));

    private static BenchmarkRunRecord End(BenchmarkRunRecord run, int index, double score) => BenchmarkRunLifecycle.Decide(
        run,
        new BenchmarkRunEvent.ChildEnded(new ScenarioRunOutcome(run.ChildId(index), index, ScenarioRunState.Completed, score), Now));
}
