using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace BenchCluster.Tests.ScenarioRuns;

public sealed class ScenarioRunRecoveryTests
{
    [Fact]
    public async Task A_devbox_and_the_run_that_its_caller_works_in_go_on_over_a_restart_in_the_same_container()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.ReadyScenarioRunAsync();
        var devbox = (await node.ScenarioRun(id).Get()).DevboxId;

        await RestartAsync(node);

        Assert.Equal(DevboxStatus.Running, (await node.Devbox(devbox).Get()).Status);
        Assert.Equal(ExecutionStatus.Completed, (await node.ExecuteAsync(devbox, "true")).Status);
        Assert.Equal(1, (await node.ScoreScenarioRunAsync(id)).ScoringContractResult!.Score);
        Assert.Single(node.Engine.Created);
    }

    [Fact]
    public async Task A_devbox_whose_time_is_over_while_the_silo_is_away_ends_when_it_is_back()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        await node.RunDevboxAsync(new DevboxCreateRequest { LaunchParameters = new LaunchParameters { KeepAliveTimeSeconds = 600 } });

        await node.KillSiloAsync();
        clock.Advance(TimeSpan.FromSeconds(601));
        await node.StartSiloAsync();

        // Nobody asks for it.
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task A_container_that_ends_while_the_silo_is_away_is_found_when_it_is_back()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();

        await node.KillSiloAsync();
        node.Engine.Kill(id, exitCode: 255);
        await node.StartSiloAsync();

        await node.AwaitNoContainersAsync();
        Assert.Equal(DevboxStatus.Failure, (await node.Devbox(id).Get()).Status);
    }

    [Fact]
    public async Task A_container_whose_creation_the_silo_did_not_live_to_see_is_adopted()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Takes = call => call.Operation is EngineOperation.Create ? TimeSpan.FromMilliseconds(200) : TimeSpan.Zero;
        var id = await node.CreateDevboxAsync();
        await Eventually.Get(() => Task.FromResult(node.Engine.Calls.Any(call => call.Operation is EngineOperation.Create)), isAsked => isAsked);

        await RestartAsync(node);

        await node.AwaitDevboxAsync(id, DevboxStatus.Running);
        Assert.Single(node.Engine.Created);
    }

    [Fact]
    public async Task An_agent_that_works_while_the_silo_is_away_is_found_and_not_started_again()
    {
        await using var node = await TestNode.StartAsync();
        var going = new TaskCompletionSource<SimulatedExit>();
        node.Host.Script = start => start.Id == "agent-1" ? going.Task : Task.FromResult(new SimulatedExit(0));
        var id = await node.StartScenarioRunAsync(agent: new AgentSpec { Type = AgentKind.Command, Command = "work" });
        await Eventually.Get(() => Task.FromResult(node.Host.Started.Count), count => count == 1);

        await node.KillSiloAsync();
        going.SetResult(new SimulatedExit(0, "done meanwhile\n"));
        await node.StartSiloAsync();

        var view = await node.AwaitScenarioRunAsync(id, ScenarioRunState.Completed);
        Assert.Equal("done meanwhile\n", view.AgentResult!.Stdout);
        Assert.Equal(["agent-1", "score-1-0"], node.Host.Started.Select(started => started.Step()));
    }

    [Fact]
    public async Task A_score_that_was_made_while_the_silo_was_away_counts_though_the_time_for_scoring_is_over()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        var going = new TaskCompletionSource<SimulatedExit>();
        node.Host.Script = _ => going.Task;
        var id = await node.ReadyScenarioRunAsync(ScenarioBuilder.Scenario(ScenarioBuilder.Function(new BashScriptScorer { BashScript = "x" })) with { ScorerTimeoutSec = 60 });
        await node.ScenarioRun(id).Score();
        await Eventually.Get(() => Task.FromResult(node.Host.Started.Count), count => count == 1);

        await node.KillSiloAsync();
        going.SetResult(new SimulatedExit(0, "0.75\n"));
        clock.Advance(TimeSpan.FromSeconds(300));
        await node.StartSiloAsync();

        var view = await node.AwaitScenarioRunAsync(id, ScenarioRunState.Scored);
        Assert.Equal(0.75, view.ScoringContractResult!.Score);
    }

    [Fact]
    public async Task Stopping_the_silo_in_good_order_ends_nothing()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => start.Id == "agent-1" ? new TaskCompletionSource<SimulatedExit>().Task : Task.FromResult(new SimulatedExit(0));
        var devbox = await node.RunDevboxAsync();
        var run = await node.StartScenarioRunAsync(agent: new AgentSpec { Type = AgentKind.Command, Command = "work" });
        await Eventually.Get(() => Task.FromResult(node.Host.Started.Count), count => count == 1);

        await node.StopSiloAsync();
        await node.StartSiloAsync();

        Assert.Equal(DevboxStatus.Running, (await node.Devbox(devbox).Get()).Status);
        Assert.Equal((ScenarioRunStep.Agent, 1), ((await node.ScenarioRun(run).Get()).Step, (await node.ScenarioRun(run).Get()).Attempt));
        Assert.Equal(2, node.Engine.Created.Count);
    }

    private static async Task RestartAsync(TestNode node)
    {
        await node.KillSiloAsync();
        await node.StartSiloAsync();
    }
}
