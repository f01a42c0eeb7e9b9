using BenchCluster.BenchmarkRuns;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.ScenarioRuns;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.BenchmarkRuns;

public sealed class BenchmarkRunTests
{
    [Fact]
    public async Task Every_scenario_run_is_scored_exactly_once_and_never_too_many_go_on_at_once()
    {
        await using var node = await TestNode.StartAsync();
        var (now, most) = (0, 0);
        node.Host.Script = async start =>
        {
            if (start.Id.StartsWith("agent-", StringComparison.Ordinal))
                InterlockedMax(ref most, Interlocked.Increment(ref now));
            var exit = await Scripts.RunAsync(start, TimeSpan.FromMilliseconds(2));
            if (start.Id.StartsWith("score-", StringComparison.Ordinal))
                Interlocked.Decrement(ref now);
            return exit;
        };
        var benchmark = await node.CreateBenchmarkAsync(200, Scripts.Numbered);

        var id = await node.StartBenchmarkRunAsync(benchmark, concurrency: 16, attempts: 2);
        var view = await node.AwaitBenchmarkRunAsync(id);

        Assert.Equal((BenchmarkRunState.Completed, 400, 400), (view.State, view.Progress.Total, view.Progress.Scored));
        Assert.Equal(Enumerable.Range(0, 200).Average(Scripts.ScoreOf), view.Score!.Value, 10);
        Assert.InRange(most, 2, 16);
        Assert.Equal(400, node.Host.Started.Count(started => started.Step() == "score-1-0"));
        Assert.Equal(node.Host.Started.Count, node.Host.Started.Distinct().Count());
        await node.AwaitNothingLeftAsync();
    }

    [Fact]
    public async Task Scenarios_without_a_patch_count_as_zero_and_get_no_devbox()
    {
        await using var node = await TestNode.StartAsync();
        var scenarios = new[] { await node.CreateScenarioAsync(), await node.CreateScenarioAsync() };
        var id = node.NewId(ResourceKind.BenchmarkRun);
        await node.BenchmarkRun(id).Start(new StartBenchmarkRunRequest
        {
            BenchmarkId = await node.CreateBenchmarkAsync(scenarios),
            Agent = new AgentSpec { Type = AgentKind.Patch, Name = "model" },
            Patches = new Dictionary<string, string> { [scenarios[0]] = "" },
        });

        var view = await node.AwaitBenchmarkRunAsync(id);

        Assert.Equal((BenchmarkRunState.Completed, 0.0, 2), (view.State, view.Score, view.Progress.Failed));
        Assert.Empty(node.Host.Started);
        await node.AwaitNothingLeftAsync();
    }

    [Fact]
    public async Task A_patch_for_a_scenario_that_the_benchmark_has_not_is_refused_by_name()
    {
        await using var node = await TestNode.StartAsync();
        var benchmark = await node.CreateBenchmarkAsync(1);
        var stranger = await node.CreateScenarioAsync();

        var e = await Assert.ThrowsAsync<BenchException>(() => node.BenchmarkRun(node.NewId(ResourceKind.BenchmarkRun)).Start(new StartBenchmarkRunRequest
        {
            BenchmarkId = benchmark,
            Agent = new AgentSpec { Type = AgentKind.Patch },
            Patches = new Dictionary<string, string> { [stranger] = "" },
        }));

        Assert.Equal(BenchError.InvalidField, e.Code);
        Assert.StartsWith($"patches.{stranger}:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_benchmark_without_scenarios_is_refused_naming_the_field()
    {
        await using var node = await TestNode.StartAsync();
        var benchmark = await node.CreateBenchmarkAsync([]);

        var e = await Assert.ThrowsAsync<BenchException>(() => node.StartBenchmarkRunAsync(benchmark));

        Assert.Equal(BenchError.InvalidField, e.Code);
        Assert.StartsWith("benchmark_id:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starting_twice_with_the_same_id_finds_the_first()
    {
        await using var node = await TestNode.StartAsync();
        var request = new StartBenchmarkRunRequest { BenchmarkId = await node.CreateBenchmarkAsync(3), Agent = new AgentSpec { Type = AgentKind.Nop } };
        var id = node.NewId(ResourceKind.BenchmarkRun);

        await node.BenchmarkRun(id).Start(request with { RunName = "first" });
        var second = await node.BenchmarkRun(id).Start(request with { RunName = "second" });

        Assert.Equal("first", second.Name);
        await node.AwaitBenchmarkRunAsync(id);
        Assert.Equal(3, node.Engine.Created.Count);
    }

    [Fact]
    public async Task A_scenario_that_cannot_be_run_is_a_recorded_problem_and_the_rest_goes_on()
    {
        await using var node = await TestNode.StartAsync();
        var scenarios = new List<string>();
        for (var i = 0; i < 5; i++)
            scenarios.Add(await node.CreateScenarioAsync());
        var benchmark = await node.CreateBenchmarkAsync(scenarios);
        await node.Grains.GetGrain<IScenarioGrain>(scenarios[1]).Archive();
        await node.KillSiloAsync();
        node.Database.Execute("DELETE FROM OrleansStorage WHERE GrainIdExtensionString = $id", ("$id", scenarios[3]));
        await node.StartSiloAsync();

        var view = await node.AwaitBenchmarkRunAsync(await node.StartBenchmarkRunAsync(benchmark, concurrency: 2));

        Assert.Equal((BenchmarkRunState.Completed, 3, 2), (view.State, view.Progress.Scored, view.Progress.Failed));
        Assert.Equal(0.6, view.Score!.Value, 10);
        Assert.Equal(2, view.Problems!.Count);
        Assert.Contains(view.Problems, problem => problem.StartsWith(scenarios[1], StringComparison.Ordinal) && problem.Contains("archived", StringComparison.Ordinal));
        Assert.Contains(view.Problems, problem => problem.StartsWith(scenarios[3], StringComparison.Ordinal) && problem.Contains("no scenario", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_environment_that_cannot_be_made_counts_as_failed_and_the_rest_goes_on()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.RegistryHas = _ => false;
        var benchmark = await node.CreateBenchmarkAsync(4, i => Scripts.Numbered(4) with
        {
            EnvironmentParameters = new ScenarioEnvironment { Image = i == 2 ? "no/such:1" : null },
        });

        var view = await node.AwaitBenchmarkRunAsync(await node.StartBenchmarkRunAsync(benchmark));

        Assert.Equal((3, 1), (view.Progress.Scored, view.Progress.Failed));
        await node.AwaitNothingLeftAsync();
    }

    [Fact]
    public async Task Canceling_keeps_what_was_scored_and_leaves_nothing_behind()
    {
        await using var node = await TestNode.StartAsync();
        var scored = 0;
        node.Host.Script = start => start.Id.StartsWith("score-", StringComparison.Ordinal) && Interlocked.Increment(ref scored) > 10
            ? new TaskCompletionSource<SimulatedExit>().Task
            : Task.FromResult(new SimulatedExit(0));
        var id = await node.StartBenchmarkRunAsync(await node.CreateBenchmarkAsync(50), concurrency: 8);
        await Eventually.Get(() => node.BenchmarkRun(id).Get(), view => view.Progress.Scored == 10 && scored == 18);

        await node.BenchmarkRun(id).Cancel();
        var again = await node.BenchmarkRun(id).Cancel();

        Assert.Equal(BenchmarkRunState.Canceled, again.State);
        await node.AwaitNothingLeftAsync();
        var view = await node.BenchmarkRun(id).Get();
        Assert.Equal((10, 8, 0), (view.Progress.Scored, view.Progress.Canceled, view.Progress.Active));
        Assert.Equal(0.2, view.Score!.Value, 10);
        Assert.Equal(18, node.Engine.Created.Count);
    }

    [Fact]
    public async Task Trials_of_a_scenario_are_told_apart()
    {
        await using var node = await TestNode.StartAsync();
        var benchmark = await node.CreateBenchmarkAsync(2);

        var id = await node.StartBenchmarkRunAsync(benchmark, attempts: 3);
        await node.AwaitBenchmarkRunAsync(id);

        var children = await ChildrenAsync(node, id, 6);
        Assert.Equal([1, 2, 3, 1, 2, 3], children.Select(child => child.Trial!.Value));
        Assert.Equal(2, children.Select(child => child.ScenarioId).Distinct().Count());
        Assert.All(children, child => Assert.Equal(id, child.BenchmarkRunId));
    }

    [Fact]
    public async Task A_container_that_is_lost_gives_its_run_a_second_attempt_that_is_scored_once()
    {
        await using var node = await TestNode.StartAsync();
        await node.AwaitWatchAsync();
        var isLost = 0;
        node.Host.Script = start =>
        {
            if (start.Step() != "score-1-0" || Interlocked.Exchange(ref isLost, 1) == 1)
                return Task.FromResult(new SimulatedExit(0, "1.0\n"));
            node.Engine.Kill(node.Host.Started.Last(started => started.Step() == "score-1-0").DevboxId);
            return new TaskCompletionSource<SimulatedExit>().Task;
        };

        var id = await node.StartBenchmarkRunAsync(await node.CreateBenchmarkAsync(6), concurrency: 1);
        var view = await node.AwaitBenchmarkRunAsync(id);

        Assert.Equal((6, 1.0), (view.Progress.Scored, view.Score!.Value));
        Assert.Equal([1, 1, 1, 1, 1, 2], (await ChildrenAsync(node, id, 6)).Select(child => child.Attempt).Order());
        Assert.Single(node.Host.Started, started => started.Step() == "score-2-0");
        await node.AwaitNothingLeftAsync();
    }

    [Fact]
    public async Task Runs_that_the_caller_starts_are_counted_when_they_end()
    {
        await using var node = await TestNode.StartAsync();
        var scenarios = new[] { await node.CreateScenarioAsync(), await node.CreateScenarioAsync() };
        var id = node.NewId(ResourceKind.BenchmarkRun);
        await node.BenchmarkRun(id).Start(new StartBenchmarkRunRequest { BenchmarkId = await node.CreateBenchmarkAsync(scenarios) });
        var first = await StartChildAsync(node, id, scenarios[0]);
        var second = await StartChildAsync(node, id, scenarios[1]);

        await node.AwaitScenarioRunAsync(first, run => run.Step is ScenarioRunStep.Ready);
        await node.ScoreScenarioRunAsync(first);
        await node.ScenarioRun(first).Complete();
        await node.ScenarioRun(second).Cancel();
        await Eventually.Get(() => node.BenchmarkRun(id).Get(), view => view.Progress is { Scored: 1, Canceled: 1 });
        var view = await node.BenchmarkRun(id).Complete();

        Assert.Equal((BenchmarkRunState.Completed, 0.5), (view.State, view.Score!.Value));
        await node.AwaitNothingLeftAsync();
    }

    [Fact]
    public async Task Canceling_a_run_cancels_what_the_caller_started_in_it()
    {
        await using var node = await TestNode.StartAsync();
        var scenario = await node.CreateScenarioAsync();
        var id = node.NewId(ResourceKind.BenchmarkRun);
        await node.BenchmarkRun(id).Start(new StartBenchmarkRunRequest { BenchmarkId = await node.CreateBenchmarkAsync([scenario]) });
        var child = await StartChildAsync(node, id, scenario);
        await node.BenchmarkRun(id).Reserve(scenario);

        await node.BenchmarkRun(id).Cancel();

        await node.AwaitNothingLeftAsync();
        Assert.Equal(ScenarioRunState.Canceled, (await node.ScenarioRun(child).Get()).State);
        var progress = (await node.BenchmarkRun(id).Get()).Progress;
        Assert.Equal((1, 1), (progress.Total, progress.Canceled));
    }

    [Fact]
    public async Task A_run_that_is_completed_right_after_its_last_child_has_that_childs_score()
    {
        await using var node = await TestNode.StartAsync();
        var scenario = await node.CreateScenarioAsync();
        var id = node.NewId(ResourceKind.BenchmarkRun);
        await node.BenchmarkRun(id).Start(new StartBenchmarkRunRequest { BenchmarkId = await node.CreateBenchmarkAsync([scenario]) });
        for (var i = 0; i < 5; i++)
        {
            var child = await StartChildAsync(node, id, scenario);
            await node.AwaitScenarioRunAsync(child, run => run.Step is ScenarioRunStep.Ready);
            await node.ScoreScenarioRunAsync(child);
            // The last keeps its devbox: a score counts whether or not its run was completed.
            if (i < 4)
                await node.ScenarioRun(child).Complete();
        }

        await node.BenchmarkRun(id).Reserve(scenario);
        var view = await node.BenchmarkRun(id).Complete();

        Assert.Equal((5, 5, 1.0), (view.Progress.Total, view.Progress.Scored, view.Score!.Value));
        Assert.Equal(view.Score, (await node.BenchmarkRun(id).Get()).Score);
    }

    [Fact]
    public async Task A_child_whose_start_is_refused_leaves_no_trace_in_the_run()
    {
        await using var node = await TestNode.StartAsync();
        var scenario = await node.CreateScenarioAsync(ScenarioBuilder.Scenario() with { RequiredEnvironmentVariables = ["TOKEN"] });
        var id = node.NewId(ResourceKind.BenchmarkRun);
        await node.BenchmarkRun(id).Start(new StartBenchmarkRunRequest { BenchmarkId = await node.CreateBenchmarkAsync([scenario]) });

        var place = await node.BenchmarkRun(id).Reserve(scenario);
        var e = await Assert.ThrowsAsync<BenchException>(() => node.ScenarioRun(place.RunId).Start(
            new ScenarioRunSpec { ScenarioId = scenario, BenchmarkRunId = id, Place = place.Place }));
        await node.BenchmarkRun(id).Withdraw(place.Place);

        Assert.Equal(BenchError.InvalidField, e.Code);
        Assert.Contains("TOKEN", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await node.BenchmarkRun(id).Get()).Progress.Total);
        Assert.Equal(BenchError.NotFound, (await Assert.ThrowsAsync<BenchException>(() => node.ScenarioRun(place.RunId).Get())).Code);
    }

    [Fact]
    public async Task A_run_takes_only_runs_of_its_own_scenarios_while_it_goes_on_and_does_not_orchestrate()
    {
        await using var node = await TestNode.StartAsync();
        var scenario = await node.CreateScenarioAsync();
        var benchmark = await node.CreateBenchmarkAsync([scenario]);
        var driven = node.NewId(ResourceKind.BenchmarkRun);
        await node.BenchmarkRun(driven).Start(new StartBenchmarkRunRequest { BenchmarkId = benchmark });
        var orchestrated = await node.StartBenchmarkRunAsync(benchmark);

        var foreign = await Assert.ThrowsAsync<BenchException>(() => StartChildAsync(node, driven, node.NewId(ResourceKind.Scenario)));
        var isOrchestrated = await Assert.ThrowsAsync<BenchException>(() => StartChildAsync(node, orchestrated, scenario));
        await node.BenchmarkRun(driven).Complete();
        var isOver = await Assert.ThrowsAsync<BenchException>(() => StartChildAsync(node, driven, scenario));

        Assert.Equal((BenchError.InvalidField, BenchError.Conflict, BenchError.Conflict), (foreign.Code, isOrchestrated.Code, isOver.Code));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }

    private static async Task<ScenarioRunView[]> ChildrenAsync(TestNode node, string id, int count) => await Task.WhenAll(
        Enumerable.Range(0, count).Select(index => node.ScenarioRun(ResourceId.Child(ResourceKind.ScenarioRun, id, index)).Get()));

    private static async Task<string> StartChildAsync(TestNode node, string benchmarkRunId, string scenarioId)
    {
        var place = await node.BenchmarkRun(benchmarkRunId).Reserve(scenarioId);
        await node.ScenarioRun(place.RunId).Start(
            new ScenarioRunSpec { ScenarioId = scenarioId, BenchmarkRunId = benchmarkRunId, Place = place.Place });
        return place.RunId;
    }
}
