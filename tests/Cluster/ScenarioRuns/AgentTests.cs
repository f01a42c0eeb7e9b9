using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.ScenarioRuns;

public sealed class AgentTests
{
    private static readonly AgentSpec Command = new() { Type = AgentKind.Command, Command = "work" };
    private static readonly AgentSpec Oracle = new() { Type = AgentKind.Oracle };

    [Fact]
    public async Task A_command_works_and_the_run_scores_and_completes_itself()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => Task.FromResult(
            start.Id == "agent-1" ? new SimulatedExit(5, "I tried\n", Stderr: "hard\n") : new SimulatedExit(0));

        var view = await RunAsync(node, ScenarioBuilder.Scenario(), Command);

        Assert.Equal((ScenarioRunState.Completed, 1.0), (view.State, view.ScoringContractResult!.Score));
        Assert.Equal((5, "I tried\n", "hard\n"), (view.AgentResult!.ExitStatus!.Value, view.AgentResult.Stdout, view.AgentResult.Stderr));
        Assert.Equal(["agent-1", "score-1-0"], node.Host.Started.Select(started => started.Step()));
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task An_agent_that_takes_too_long_is_scored_all_the_same()
    {
        await using var node = await TestNode.StartAsync();
        TimeSpan? limit = null;
        node.Host.Script = start =>
        {
            if (start.Id != "agent-1")
                return Task.FromResult(new SimulatedExit(0));
            limit = start.Timeout;
            return Task.FromResult(new SimulatedExit(137, IsTimeout: true));
        };

        var view = await RunAsync(node, ScenarioBuilder.Scenario(), Command with { TimeoutSeconds = 42 });

        Assert.Equal(TimeSpan.FromSeconds(42), limit);
        Assert.True(view.AgentResult!.TimedOut);
        Assert.Equal(ScenarioRunState.Completed, view.State);
    }

    [Fact]
    public async Task A_command_finds_the_whole_problem_on_its_standard_input()
    {
        await using var node = await TestNode.StartAsync();
        var problem = new string('p', 200_000);
        ProcessStart? agent = null;
        string? input = null;
        node.Host.Script = start =>
        {
            if (start.Id != "agent-1")
                return Task.FromResult(new SimulatedExit(0));
            agent = start;
            input = node.Host.ReadFile(node.Host.Started.First().DevboxId, start.Command.Split('\n')[0]["exec <".Length..]);
            return Task.FromResult(new SimulatedExit(0));
        };

        await RunAsync(node, ScenarioBuilder.Scenario() with { InputContext = new InputContext { ProblemStatement = problem } }, Command);

        Assert.Equal(problem, input);
        Assert.EndsWith("\nwork", agent!.Command, StringComparison.Ordinal);
        // The kernel would refuse a variable as long as that.
        Assert.DoesNotContain("BENCH_PROBLEM_STATEMENT", agent.Environment.Keys);
    }

    [Fact]
    public async Task The_oracle_runs_a_reference_that_is_a_script()
    {
        await using var node = await TestNode.StartAsync();
        var commands = Commands(node);

        var view = await RunAsync(node, ScenarioBuilder.Scenario() with { ReferenceOutput = "touch done" }, Oracle);

        Assert.Equal(ScenarioRunState.Completed, view.State);
        Assert.Contains("bash /solution/reference.sh", commands["agent-1"], StringComparison.Ordinal);
        Assert.Equal("touch done", node.Host.ReadFile(view.DevboxId, "/solution/reference.sh"));
    }

    [Fact]
    public async Task The_oracle_applies_a_reference_that_is_a_diff()
    {
        await using var node = await TestNode.StartAsync();
        var commands = Commands(node);

        await RunAsync(node, ScenarioBuilder.Scenario() with { ReferenceOutput = "\ndiff --git a/x b/x\n" }, Oracle);

        Assert.Contains("git apply ", commands["agent-1"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_oracle_without_a_reference_fails_the_run_as_the_references_fault()
    {
        await using var node = await TestNode.StartAsync();

        var view = await RunAsync(node, ScenarioBuilder.Scenario(), Oracle);

        Assert.Equal((ScenarioRunState.Failed, FailureClass.Reference), (view.State, view.FailureClass!.Value));
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task A_reference_whose_files_are_gone_fails_the_run_and_names_them()
    {
        await using var node = await TestNode.StartAsync();
        var solution = node.NewId(ResourceKind.StorageObject);

        var view = await RunAsync(node, ScenarioBuilder.Scenario() with { ReferenceSolution = new ReferenceSolution { ObjectId = solution } }, Oracle);

        Assert.Equal(ScenarioRunState.Failed, view.State);
        Assert.Contains(solution, view.FailureReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_is_lost_while_the_agent_works_gives_the_run_another()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => start.Id == "agent-1" ? new TaskCompletionSource<SimulatedExit>().Task : Task.FromResult(new SimulatedExit(0));
        var id = await node.StartScenarioRunAsync(agent: Command);
        await Eventually.Get(() => Task.FromResult(node.Host.Started.Count), count => count == 1);
        var first = (await node.ScenarioRun(id).Get()).DevboxId;
        await node.AwaitWatchAsync();

        node.Engine.Kill(first);

        var view = await node.AwaitScenarioRunAsync(id, run => run.DurationMs is not null);
        Assert.Equal((ScenarioRunState.Completed, 2), (view.State, view.Attempt));
        Assert.NotEqual(first, view.DevboxId);
        Assert.Equal(["agent-1", "agent-2", "score-2-0"], node.Host.Started.Select(started => started.Step()));
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task A_container_that_is_always_lost_fails_the_run_in_the_end()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Ended = static _ => { };
        node.Host.Script = start =>
        {
            node.Engine.Kill(node.Host.Started.Last().DevboxId);
            return Task.FromResult(new SimulatedExit(0));
        };

        var view = await RunAsync(node, ScenarioBuilder.Scenario(), Command);

        Assert.Equal((ScenarioRunState.Failed, FailureClass.Infrastructure, 3), (view.State, view.FailureClass!.Value, view.Attempt));
        await node.AwaitNoContainersAsync();
    }

    private static Dictionary<string, string> Commands(TestNode node)
    {
        var commands = new Dictionary<string, string>();
        node.Host.Script = start =>
        {
            commands[start.Id] = start.Command;
            return Task.FromResult(new SimulatedExit(0));
        };
        return commands;
    }

    private static async Task<ScenarioRunView> RunAsync(TestNode node, ScenarioCreateRequest scenario, AgentSpec agent)
    {
        var id = await node.StartScenarioRunAsync(scenario, agent);
        return await node.AwaitScenarioRunAsync(id, run => run.DurationMs is not null);
    }
}
