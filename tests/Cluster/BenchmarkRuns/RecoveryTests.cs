using BenchCluster.BenchmarkRuns;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.ScenarioRuns;
using Xunit.Abstractions;

namespace BenchCluster.Tests.BenchmarkRuns;

public sealed class RecoveryTests(ITestOutputHelper output)
{
    private const int Scenarios = 30;
    private const int Steps = Scenarios * 5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(null)]
    public async Task A_run_whose_silo_is_killed_at_any_moment_is_scored_exactly_once(int? given)
    {
        var seed = given ?? Random.Shared.Next();
        output.WriteLine($"Seed: {seed}");
        await RunAsync(seed, static node => node.KillSiloAsync());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(null)]
    public async Task A_run_whose_silo_is_stopped_in_good_order_is_scored_exactly_once(int? given)
    {
        var seed = given ?? Random.Shared.Next();
        output.WriteLine($"Seed: {seed}");
        await RunAsync(seed, static node => node.StopSiloAsync());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(null)]
    public async Task A_run_that_loses_containers_its_engine_and_its_silo_ends_with_every_score(int? given)
    {
        var seed = given ?? Random.Shared.Next();
        output.WriteLine($"Seed: {seed}");
        var random = new Random(seed);
        await using var node = await StartAsync(random);
        var benchmark = await node.CreateBenchmarkAsync(Scenarios, Scripts.Numbered);

        var id = await node.StartBenchmarkRunAsync(benchmark, concurrency: 8);
        // Two losses at most, so that no run has had all its attempts.
        foreach (var lose in new[] { LoseContainerAsync, LoseEngineAsync, LoseSiloAsync, LoseContainerAsync }.OrderBy(_ => random.Next()))
        {
            var moment = Progress(node) + random.Next(Scenarios);
            await Eventually.Get(() => Task.FromResult(Progress(node)), progress => progress >= moment);
            await lose(node, random);
        }

        var view = await node.AwaitBenchmarkRunAsync(id);
        Assert.Equal((BenchmarkRunState.Completed, Scenarios), (view.State, view.Progress.Scored));
        Assert.Equal(Enumerable.Range(0, Scenarios).Average(Scripts.ScoreOf), view.Score!.Value, 10);
        Assert.Equal(node.Host.Started.Count, node.Host.Started.Distinct().Count());
        Assert.Equal(node.Engine.Created.Count, node.Engine.Created.Distinct().Count());
        await node.AwaitNothingLeftAsync();
        await Eventually.Get(node.NodeAsync, places => places is { SlotsTaken: 0, Queued: 0 });
    }

    /// <summary>A node of few places where everything takes a moment.</summary>
    private static async Task<TestNode> StartAsync(Random random)
    {
        var node = await TestNode.StartAsync(new TestNodeOptions { Slots = 6 });
        TimeSpan Moment()
        {
            lock (random)
                return TimeSpan.FromMilliseconds(random.Next(0, 4));
        }

        node.Engine.Takes = _ => Moment();
        node.Host.Script = start => Scripts.RunAsync(start, Moment());
        return node;
    }

    private static Task LoseContainerAsync(TestNode node, Random random)
    {
        var running = node.Engine.Containers.Where(container => container.Info.IsRunning).ToList();
        if (running.Count > 0)
            node.Engine.TryKill(running[random.Next(running.Count)].Spec.DevboxId, isTold: random.Next(2) == 0);
        return Task.CompletedTask;
    }

    private static Task LoseEngineAsync(TestNode node, Random random)
    {
        node.Engine.SetAway(true);
        node.Engine.SetAway(false);
        return Task.CompletedTask;
    }

    private static async Task LoseSiloAsync(TestNode node, Random random)
    {
        await node.KillSiloAsync();
        await node.StartSiloAsync();
    }

    /// <summary>Runs a benchmark, ending the silo three times at random progress, and compares it with a run that nothing disturbs.</summary>
    private static async Task RunAsync(int seed, Func<TestNode, Task> end)
    {
        var random = new Random(seed);
        await using var node = await StartAsync(random);
        var benchmark = await node.CreateBenchmarkAsync(Scenarios, Scripts.Numbered);
        var moments = new[] { random.Next(Steps), random.Next(Steps), random.Next(Steps) }.Order().ToList();

        var id = await node.StartBenchmarkRunAsync(benchmark, concurrency: 8);
        foreach (var moment in moments)
        {
            await Eventually.Get(() => Task.FromResult(Progress(node)), progress => progress >= moment);
            await end(node);
            await node.StartSiloAsync();
        }

        var view = await node.AwaitBenchmarkRunAsync(id);
        Assert.Equal((BenchmarkRunState.Completed, Scenarios), (view.State, view.Progress.Scored));
        Assert.Equal(Enumerable.Range(0, Scenarios).Average(Scripts.ScoreOf), view.Score!.Value, 10);
        for (var index = 0; index < Scenarios; index++)
        {
            var child = await node.ScenarioRun(ResourceId.Child(ResourceKind.ScenarioRun, id, index)).Get();
            Assert.Equal((ScenarioRunState.Completed, 1), (child.State, child.Attempt));
            Assert.Equal(Scripts.ScoreOf(int.Parse(child.ScenarioName!, null)), child.ScoringContractResult!.Score, 10);
        }

        Assert.Equal(Scenarios, node.Host.Started.Count(started => started.Step() == "score-1-0"));
        Assert.Equal(node.Host.Started.Count, node.Host.Started.Distinct().Count());
        Assert.Equal(Scenarios, node.Engine.Created.Count);
        Assert.Equal(Scenarios, node.Engine.Created.Distinct().Count());
        await node.AwaitNothingLeftAsync();
    }

    /// <summary>Steps that the outside world has seen: containers made and removed, processes started.</summary>
    private static int Progress(TestNode node) =>
        node.Engine.Created.Count + node.Host.Started.Count + node.Engine.Calls.Count(call => call.Operation is Engine.EngineOperation.Start or Engine.EngineOperation.Remove);
}
