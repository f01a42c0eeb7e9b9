using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Tests.BenchmarkRuns;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.ScenarioRuns;

public sealed class ScenarioRunTests
{
    [Fact]
    public async Task A_run_that_its_caller_drives_goes_from_environment_to_completed()
    {
        await using var node = await TestNode.StartAsync();

        var id = await node.ReadyScenarioRunAsync();
        var ready = await node.ScenarioRun(id).Get();
        var scored = await node.ScoreScenarioRunAsync(id);
        var completed = await node.ScenarioRun(id).Complete();

        Assert.Equal((ScenarioRunState.Running, 1), (ready.State, ready.Attempt));
        Assert.Equal((ScenarioRunStep.Scored, 1.0), (scored.Step, scored.ScoringContractResult!.Score));
        Assert.Null(scored.DurationMs);
        Assert.Equal((ScenarioRunState.Completed, 1.0), (completed.State, completed.ScoringContractResult!.Score));
        Assert.NotNull(completed.DurationMs);
        await node.AwaitDevboxAsync(completed.DevboxId, DevboxStatus.Shutdown);
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task The_devbox_is_made_as_scenario_and_profile_say()
    {
        await using var node = await TestNode.StartAsync();

        var id = await node.StartScenarioRunAsync(
            ScenarioBuilder.Scenario() with
            {
                EnvironmentParameters = new ScenarioEnvironment
                {
                    Image = "theirs:1",
                    EnvironmentVariables = new Dictionary<string, string> { ["A"] = "scenario", ["B"] = "scenario" },
                    LaunchParameters = new LaunchParameters { LaunchCommands = ["prepare"] },
                },
            },
            change: spec => spec with { Profile = new RunProfile { EnvVars = new Dictionary<string, string> { ["B"] = "run" } } });

        var run = await node.AwaitScenarioRunAsync(id, view => view.Step is ScenarioRunStep.Ready);
        var container = Assert.Single(node.Engine.Containers);
        Assert.Equal("theirs:1", container.Spec.Image);
        Assert.Equal(("scenario", "run"), (container.Spec.Environment["A"], container.Spec.Environment["B"]));
        Assert.Contains((run.DevboxId, "launch-1-000"), node.Host.Started);
        Assert.Equal(id, (await node.Devbox(run.DevboxId).Get()).InitiatorId);
    }

    [Fact]
    public async Task Scoring_before_the_devbox_is_ready_conflicts()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Slots = 1 });
        await node.RunDevboxAsync();

        var id = await node.StartScenarioRunAsync();

        var e = await Assert.ThrowsAsync<BenchException>(() => node.ScenarioRun(id).Score());
        Assert.Equal(BenchError.Conflict, e.Code);
        Assert.Contains("its devbox is not ready", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scoring_twice_scores_once()
    {
        await using var node = await TestNode.StartAsync();
        var going = new TaskCompletionSource<SimulatedExit>();
        node.Host.Script = _ => going.Task;
        var id = await node.ReadyScenarioRunAsync();

        await node.ScenarioRun(id).Score();
        await node.ScenarioRun(id).Score();
        going.SetResult(new SimulatedExit(0));
        await node.AwaitScenarioRunAsync(id, ScenarioRunState.Scored);
        var again = await node.ScenarioRun(id).Score();

        Assert.Equal(ScenarioRunState.Scored, again.State);
        Assert.Single(node.Host.Started);
    }

    [Fact]
    public async Task A_run_cannot_be_completed_while_it_is_being_scored_nor_scored_when_it_has_ended()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = _ => new TaskCompletionSource<SimulatedExit>().Task;
        var id = await node.ReadyScenarioRunAsync();
        await node.ScenarioRun(id).Score();

        var completing = await Assert.ThrowsAsync<BenchException>(() => node.ScenarioRun(id).Complete());
        await node.ScenarioRun(id).Cancel();
        var scoring = await Assert.ThrowsAsync<BenchException>(() => node.ScenarioRun(id).Score());

        Assert.Equal((BenchError.Conflict, BenchError.Conflict), (completing.Code, scoring.Code));
        Assert.Contains("has ended (canceled)", scoring.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScenarioRunStep.Environment)]
    [InlineData(ScenarioRunStep.Ready)]
    [InlineData(ScenarioRunStep.Agent)]
    [InlineData(ScenarioRunStep.Scoring)]
    [InlineData(ScenarioRunStep.Scored)]
    public async Task Canceling_at_any_step_ends_the_devbox(ScenarioRunStep step)
    {
        await using var node = await TestNode.StartAsync();
        var going = new TaskCompletionSource<SimulatedExit>();
        if (step is ScenarioRunStep.Environment)
            node.Engine.Takes = _ => TimeSpan.FromMilliseconds(50);
        if (step is ScenarioRunStep.Agent or ScenarioRunStep.Scoring)
            node.Host.Script = _ => going.Task;
        var id = await node.StartScenarioRunAsync(agent: step is ScenarioRunStep.Agent ? new AgentSpec { Type = AgentKind.Command, Command = "work" } : null);
        if (step is ScenarioRunStep.Scoring or ScenarioRunStep.Scored)
        {
            await node.AwaitScenarioRunAsync(id, run => run.Step is ScenarioRunStep.Ready);
            await node.ScenarioRun(id).Score();
        }

        await node.AwaitScenarioRunAsync(id, run => run.Step == step);
        var view = await node.ScenarioRun(id).Cancel();

        Assert.Equal(ScenarioRunState.Canceled, view.State);
        await node.AwaitReleasedAsync(id);
        await node.AwaitDevboxAsync(view.DevboxId, DevboxStatus.Shutdown);
        await node.AwaitReleasedAsync(view.DevboxId);
        Assert.Empty(node.Engine.Containers);
    }

    [Fact]
    public async Task Canceling_at_once_leaves_nothing_behind()
    {
        await using var node = await TestNode.StartAsync();
        var scenario = await node.CreateScenarioAsync();
        var ids = Enumerable.Range(0, 50).Select(_ => node.NewId(ResourceKind.ScenarioRun)).ToList();

        // The devbox may have been asked for, or not yet, when the cancel comes.
        await Task.WhenAll(ids.Select(async id =>
        {
            await node.ScenarioRun(id).Start(new ScenarioRunSpec { ScenarioId = scenario });
            await node.ScenarioRun(id).Cancel();
        }));

        foreach (var id in ids)
            await node.AwaitReleasedAsync(id);
        await Eventually.Get(
            () => Task.FromResult(node.Database.Select("SELECT id || ' ' || status FROM resources WHERE kind = 'dbx' AND finished = 0")), left => left.Count == 0);
        Assert.Empty(node.Engine.Containers);
    }

    [Fact]
    public async Task A_devbox_that_is_lost_while_its_caller_works_fails_the_run_with_the_reason()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.ReadyScenarioRunAsync();
        var devbox = (await node.ScenarioRun(id).Get()).DevboxId;
        await node.AwaitWatchAsync();

        node.Engine.Kill(devbox);

        var view = await node.AwaitScenarioRunAsync(id, ScenarioRunState.Failed);
        Assert.Equal(FailureClass.Infrastructure, view.FailureClass);
        Assert.Contains("exit status 137", view.FailureReason, StringComparison.Ordinal);
        Assert.Single(node.Engine.Created);
    }

    [Fact]
    public async Task A_devbox_that_is_lost_while_it_is_scored_fails_the_run_that_its_caller_drives()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = _ => new TaskCompletionSource<SimulatedExit>().Task;
        var id = await node.ReadyScenarioRunAsync();
        await node.ScenarioRun(id).Score();
        await Eventually.Get(() => Task.FromResult(node.Host.Started.Count), count => count == 1);

        node.Engine.Kill((await node.ScenarioRun(id).Get()).DevboxId);

        Assert.Equal(FailureClass.Infrastructure, (await node.AwaitScenarioRunAsync(id, ScenarioRunState.Failed)).FailureClass);
    }

    [Fact]
    public async Task An_environment_that_cannot_be_made_fails_the_run_as_the_scenarios_fault()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.RegistryHas = _ => false;

        var id = await node.StartScenarioRunAsync(ScenarioBuilder.Scenario() with { EnvironmentParameters = new ScenarioEnvironment { Image = "no/such:1" } });

        var view = await node.AwaitScenarioRunAsync(id, ScenarioRunState.Failed);
        Assert.Equal(FailureClass.Environment, view.FailureClass);
        Assert.Contains("no/such:1", view.FailureReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_is_ready_when_its_healthcheck_succeeds()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => Task.FromResult(new SimulatedExit(start.Id == "health-1-2" ? 0 : 1));

        await node.ReadyScenarioRunAsync(Checked(tries: 3));

        Assert.Equal(["health-1-0", "health-1-1", "health-1-2"], node.Host.Started.Select(started => started.ProcessId));
    }

    [Fact]
    public async Task An_environment_that_does_not_get_healthy_fails_the_run()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = _ => Task.FromResult(new SimulatedExit(4));

        var id = await node.StartScenarioRunAsync(Checked(tries: 2));

        var view = await node.AwaitScenarioRunAsync(id, ScenarioRunState.Failed);
        Assert.Equal(FailureClass.Environment, view.FailureClass);
        Assert.Equal("The healthcheck 'check' did not succeed in 2 tries; the last: exit status 4.", view.FailureReason);
    }

    [Fact]
    public async Task A_container_that_is_lost_during_the_healthcheck_gives_an_orchestrated_run_another()
    {
        await using var node = await TestNode.StartAsync();
        var isFirst = true;
        node.Host.Script = start =>
        {
            if (start.Id != "health-1-0" || !isFirst)
                return Task.FromResult(new SimulatedExit(0));
            isFirst = false;
            node.Engine.Kill(node.Engine.Containers.Single().Spec.DevboxId);
            return new TaskCompletionSource<SimulatedExit>().Task;
        };

        var id = await node.StartScenarioRunAsync(Checked(tries: 1), new AgentSpec { Type = AgentKind.Nop });

        var view = await node.AwaitScenarioRunAsync(id, run => run.DurationMs is not null);
        Assert.Equal((ScenarioRunState.Completed, 2, 1.0), (view.State, view.Attempt, view.ScoringContractResult!.Score));
    }

    [Fact]
    public async Task An_archived_scenario_is_not_run_and_an_unknown_one_is_not_found()
    {
        await using var node = await TestNode.StartAsync();
        var archived = await node.CreateScenarioAsync();
        await node.Grains.GetGrain<IScenarioGrain>(archived).Archive();

        var conflict = await Assert.ThrowsAsync<BenchException>(() => StartAsync(node, archived));
        var notFound = await Assert.ThrowsAsync<BenchException>(() => StartAsync(node, node.NewId(ResourceKind.Scenario)));

        Assert.Equal((BenchError.Conflict, BenchError.NotFound), (conflict.Code, notFound.Code));
    }

    [Fact]
    public async Task A_change_of_the_scenario_does_not_touch_a_run_that_has_begun()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.ReadyScenarioRunAsync();
        var scenario = (await node.ScenarioRun(id).Get()).ScenarioId;

        await node.Grains.GetGrain<IScenarioGrain>(scenario).Update(new ScenarioUpdateRequest { Name = "another name" });

        Assert.Equal("a scenario", (await node.ScoreScenarioRunAsync(id)).ScenarioName);
    }

    private static ScenarioCreateRequest Checked(int tries) => ScenarioBuilder.Scenario() with
    {
        EnvironmentParameters = new ScenarioEnvironment
        {
            Healthcheck = new Healthcheck { Command = "check", Retries = tries, IntervalSec = 0.01 },
        },
    };

    private static Task<ScenarioRunView> StartAsync(TestNode node, string scenarioId) =>
        node.ScenarioRun(node.NewId(ResourceKind.ScenarioRun)).Start(new ScenarioRunSpec { ScenarioId = scenarioId });
}
