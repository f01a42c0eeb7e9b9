using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;
using CsCheck;

namespace BenchCluster.Tests.ScenarioRuns;

public sealed class ScenarioRunLifecycleTests
{
    private static readonly DateTimeOffset Now = ScenarioRunBuilder.Now;

    private static readonly Gen<ScenarioRunEvent> AnyEvent = Gen.OneOf(
        Gen.Select(Gen.Int[1, 3], Gen.Bool).Select(t => (ScenarioRunEvent)new ScenarioRunEvent.EnvironmentLost(t.Item1, "why", t.Item2, Now)),
        Gen.Int[1, 3].Select(attempt => (ScenarioRunEvent)new ScenarioRunEvent.EnvironmentReady(attempt, Now)),
        Gen.Int[1, 3].Select(attempt => (ScenarioRunEvent)new ScenarioRunEvent.AgentFinished(attempt, new AgentResult(), Now)),
        Gen.Int[1, 3].Select(attempt => (ScenarioRunEvent)new ScenarioRunEvent.Failed(attempt, FailureClass.Environment, "why", Now)),
        Gen.Const<ScenarioRunEvent>(new ScenarioRunEvent.ScoreRequested(Now)),
        Gen.Select(Gen.Int[1, 3], Gen.Enum<ScoreIn>()).Select(t => (ScenarioRunEvent)new ScenarioRunEvent.DiskInspected(t.Item1, t.Item2, [], [], "n")),
        Gen.Int[1, 3].Select(attempt => (ScenarioRunEvent)new ScenarioRunEvent.DiskRenewed(attempt)),
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 2], Gen.Double[0, 1]).Select(t =>
            (ScenarioRunEvent)new ScenarioRunEvent.FunctionScored(t.Item1, t.Item2, ScenarioRunBuilder.Result(t.Item3), [], Now)),
        Gen.Const<ScenarioRunEvent>(new ScenarioRunEvent.CompleteRequested(Now)),
        Gen.Const<ScenarioRunEvent>(new ScenarioRunEvent.CancelRequested(Now)),
        Gen.Const<ScenarioRunEvent>(new ScenarioRunEvent.Released()),
        Gen.Const<ScenarioRunEvent>(new ScenarioRunEvent.Reported()));

    private static readonly Gen<(bool IsOrchestrated, ScenarioRunEvent[] Events)> AnyHistory =
        Gen.Select(Gen.Bool, AnyEvent.Array[0, 60]);

    [Fact]
    public void An_end_is_an_end() => AnyHistory.Sample(history =>
    {
        var run = Play(history.IsOrchestrated, history.Events);
        if (!run.IsTerminal)
            return;
        var after = history.Events.Aggregate(run, ScenarioRunLifecycle.Decide);
        Assert.Equal((run.State, run.Score, run.EndedAt, run.Attempt), (after.State, after.Score, after.EndedAt, after.Attempt));
    });

    [Fact]
    public void A_score_once_recorded_never_changes() => AnyHistory.Sample(history =>
    {
        var run = ScenarioRunBuilder.Started(history.IsOrchestrated, 0.5, 0.5);
        double? recorded = null;
        foreach (var happened in history.Events)
        {
            run = ScenarioRunLifecycle.Decide(run, happened);
            if (recorded is not null)
                Assert.Equal(recorded, run.Score);
            recorded ??= run.Score;
        }
    });

    [Fact]
    public void Scored_means_that_every_function_has_a_result() => AnyHistory.Sample(history =>
    {
        var run = Play(history.IsOrchestrated, history.Events);
        if (run.State is ScenarioRunState.Scored || (run.State is ScenarioRunState.Completed && run.IsOrchestrated))
            Assert.Equal(2, run.Results.Count);
        Assert.True(run.Results.Count <= 2);
        Assert.InRange(run.Attempt, 1, ScenarioRunLifecycle.MaxAttempts);
    });

    [Fact]
    public void What_has_begun_always_calls_for_something_until_it_is_finished() => AnyHistory.Sample(history =>
    {
        var run = Play(history.IsOrchestrated, history.Events);
        var isWaitingForItsCaller = run.Step is ScenarioRunStep.Scored && !run.IsOrchestrated;
        Assert.True(ScenarioRunLifecycle.Due(run).Any() || isWaitingForItsCaller || ScenarioRunLifecycle.IsFinished(run), $"Stuck: {run}");
    });

    [Theory]
    [InlineData(null, "There is no patch for this scenario.")]
    [InlineData("", "The patch is empty.")]
    [InlineData("obj_1", null)]
    public void A_run_that_has_no_patch_to_apply_fails_before_it_has_a_devbox(string? patch, string? reason)
    {
        var started = (ScenarioRunEvent.Started)ScenarioRunBuilder.StartedEvent();
        var agent = new AgentSpec { Type = AgentKind.Patch, PatchObjectId = patch };

        var run = ScenarioRunLifecycle.Decide(new ScenarioRunRecord(), started with { Spec = started.Spec with { Agent = agent } });

        Assert.Equal(reason, run.FailureReason);
        Assert.Equal(reason is not null, run.IsTerminal);
        Assert.Equal(reason is null ? null : FailureClass.Agent, run.FailureClass);
        Assert.Equal(reason is null, ScenarioRunLifecycle.Due(run).Any(effect => effect is ScenarioRunEffect.EnsureEnvironment));
    }

    [Fact]
    public void An_orchestrated_run_goes_by_itself_from_start_to_completed()
    {
        var run = Play(true,
            new ScenarioRunEvent.EnvironmentReady(1, Now),
            new ScenarioRunEvent.AgentFinished(1, new AgentResult(), Now),
            new ScenarioRunEvent.DiskInspected(1, ScoreIn.Clean, [], [], "n"),
            new ScenarioRunEvent.DiskRenewed(1),
            new ScenarioRunEvent.FunctionScored(1, 0, ScenarioRunBuilder.Result(1), [], Now),
            new ScenarioRunEvent.FunctionScored(1, 1, ScenarioRunBuilder.Result(0.5), [], Now));

        Assert.Equal(ScenarioRunState.Completed, run.State);
        Assert.Equal(0.75, run.Score!.Value, 10);
        Assert.Equal([new ScenarioRunEffect.Release()], ScenarioRunLifecycle.Due(run));
    }

    [Theory]
    [InlineData(ScoreIn.Live, false)]
    [InlineData(ScoreIn.Same, false)]
    [InlineData(ScoreIn.Clean, true)]
    [InlineData(ScoreIn.Image, true)]
    public void Nothing_is_scored_before_the_disk_was_looked_at_and_the_container_started_anew(ScoreIn place, bool isRenewed)
    {
        var ended = Play(true, new ScenarioRunEvent.EnvironmentReady(1, Now), new ScenarioRunEvent.AgentFinished(1, new AgentResult(), Now));
        Assert.Equal([new ScenarioRunEffect.InspectDisk(1)], ScenarioRunLifecycle.Due(ended));
        var scored = new ScenarioRunEvent.FunctionScored(1, 0, ScenarioRunBuilder.Result(1), [], Now);
        Assert.Same(ended, ScenarioRunLifecycle.Decide(ended, scored));

        var inspected = ScenarioRunLifecycle.Decide(ended, new ScenarioRunEvent.DiskInspected(1, place, [], [], "n"));
        Assert.Equal([isRenewed ? new ScenarioRunEffect.RenewDisk(1) : new ScenarioRunEffect.ScoreFunction(1, 0)], ScenarioRunLifecycle.Due(inspected));

        var renewed = ScenarioRunLifecycle.Decide(inspected, new ScenarioRunEvent.DiskRenewed(1));
        Assert.Equal([new ScenarioRunEffect.ScoreFunction(1, 0)], ScenarioRunLifecycle.Due(renewed));
        Assert.Equal("n", ScenarioRunLifecycle.Decide(renewed, new ScenarioRunEvent.DiskInspected(1, place, [], [], "other")).ScoringNonce);
    }

    [Fact]
    public void Only_a_run_whose_benchmark_run_does_not_watch_it_reports_its_end()
    {
        var run = Play(false, new ScenarioRunEvent.CancelRequested(Now));

        Assert.Equal([new ScenarioRunEffect.Release(), new ScenarioRunEffect.Report()], ScenarioRunLifecycle.Due(run));
        Assert.False(ScenarioRunLifecycle.IsFinished(ScenarioRunLifecycle.Decide(run, new ScenarioRunEvent.Released())));
    }

    [Fact]
    public void A_lost_container_gives_an_orchestrated_run_another_one_and_nothing_is_kept_of_the_first()
    {
        var run = Play(true,
            new ScenarioRunEvent.EnvironmentReady(1, Now),
            new ScenarioRunEvent.AgentFinished(1, new AgentResult(), Now),
            new ScenarioRunEvent.DiskInspected(1, ScoreIn.Clean, [], [], "n"),
            new ScenarioRunEvent.DiskRenewed(1),
            new ScenarioRunEvent.FunctionScored(1, 0, ScenarioRunBuilder.Result(1), [], Now),
            new ScenarioRunEvent.EnvironmentLost(1, "the engine died", true, Now),
            new ScenarioRunEvent.FunctionScored(1, 1, ScenarioRunBuilder.Result(1), [], Now));

        Assert.Equal((2, ScenarioRunStep.Environment, 0), (run.Attempt, run.Step, run.Results.Count));
        Assert.Equal([new ScenarioRunEffect.EnsureEnvironment(2)], ScenarioRunLifecycle.Due(run));
    }

    [Fact]
    public void A_run_that_its_caller_drives_fails_with_its_container()
    {
        var run = Play(false,
            new ScenarioRunEvent.EnvironmentReady(1, Now),
            new ScenarioRunEvent.EnvironmentLost(1, "the engine died", true, Now));

        Assert.Equal((ScenarioRunState.Failed, FailureClass.Infrastructure, "the engine died"), (run.State, run.FailureClass!.Value, run.FailureReason));
    }

    [Fact]
    public void Attempts_are_bounded()
    {
        var run = ScenarioRunBuilder.Started();
        for (var attempt = 1; attempt <= 10; attempt++)
            run = ScenarioRunLifecycle.Decide(run, new ScenarioRunEvent.EnvironmentLost(attempt, "again", true, Now));

        Assert.Equal((ScenarioRunState.Failed, ScenarioRunLifecycle.MaxAttempts), (run.State, run.Attempt));
    }

    private static ScenarioRunRecord Play(bool isOrchestrated, params ScenarioRunEvent[] events) =>
        events.Aggregate(ScenarioRunBuilder.Started(isOrchestrated, 0.5, 0.5), ScenarioRunLifecycle.Decide);
}
