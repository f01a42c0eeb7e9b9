using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Resources;
using BenchCluster.Scenarios;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.BenchmarkRuns;

/// <summary>What tests do with benchmarks and their runs.</summary>
internal static class BenchmarkRunSteps
{
    /// <summary>A benchmark run by its id.</summary>
    public static IBenchmarkRunGrain BenchmarkRun(this TestNode node, string id) => node.Grains.GetGrain<IBenchmarkRunGrain>(id);

    /// <summary>Creates a benchmark of as many scenarios and returns its id.</summary>
    public static async Task<string> CreateBenchmarkAsync(this TestNode node, int scenarios, Func<int, ScenarioCreateRequest>? scenario = null)
    {
        var ids = new string[scenarios];
        await Parallel.ForAsync(0, scenarios, async (i, _) =>
        {
            ids[i] = await node.CreateScenarioAsync(scenario is null ? ScenarioBuilder.Scenario() : scenario(i));
        });
        return await node.CreateBenchmarkAsync(ids);
    }

    /// <summary>Creates a benchmark of these scenarios and returns its id.</summary>
    public static async Task<string> CreateBenchmarkAsync(this TestNode node, IReadOnlyList<string> scenarioIds)
    {
        var id = node.NewId(ResourceKind.Benchmark);
        await node.Grains.GetGrain<IBenchmarkGrain>(id).Create(new BenchmarkCreateRequest { Name = $"benchmark {id}", ScenarioIds = scenarioIds });
        return id;
    }

    /// <summary>Creates a scenario and returns its id.</summary>
    public static async Task<string> CreateScenarioAsync(this TestNode node, ScenarioCreateRequest? request = null)
    {
        var id = node.NewId(ResourceKind.Scenario);
        await node.Grains.GetGrain<IScenarioGrain>(id).Create(request ?? ScenarioBuilder.Scenario());
        return id;
    }

    /// <summary>Starts an orchestrated run of a benchmark and returns its id.</summary>
    public static async Task<string> StartBenchmarkRunAsync(this TestNode node, string benchmarkId, int concurrency = 4, int attempts = 1)
    {
        var id = node.NewId(ResourceKind.BenchmarkRun);
        await node.BenchmarkRun(id).Start(new StartBenchmarkRunRequest
        {
            BenchmarkId = benchmarkId,
            Agent = new AgentSpec { Type = AgentKind.Command, Command = "work" },
            NConcurrentTrials = concurrency,
            NAttempts = attempts,
        });
        return id;
    }

    /// <summary>Waits until a run has ended.</summary>
    public static Task<BenchmarkRunView> AwaitBenchmarkRunAsync(this TestNode node, string id, TimeSpan? within = null) => Eventually.Get(
        () => node.BenchmarkRun(id).WaitForEnd(TimeSpan.FromSeconds(1), CancellationToken.None),
        view => view.State is not BenchmarkRunState.Running,
        within ?? TimeSpan.FromSeconds(60));
}
