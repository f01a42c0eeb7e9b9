using System.Text.Json;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Index;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;

namespace BenchCluster.Tests.BenchmarkRuns;

public sealed class BrokenScenarioTests
{
    [Fact]
    public async Task One_broken_scenario_of_a_hundred_leaves_ninety_nine_scores_and_one_reason()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.RegistryHas = static image => image != "nowhere:1";
        var benchmark = await node.CreateBenchmarkAsync(100, i => i == 57
            ? ScenarioBuilder.Scenario() with { Name = "broken", EnvironmentParameters = new ScenarioEnvironment { Image = "nowhere:1" } }
            : ScenarioBuilder.Scenario());

        var run = await node.AwaitBenchmarkRunAsync(await node.StartBenchmarkRunAsync(benchmark, concurrency: 20));

        Assert.Equal((BenchmarkRunState.Completed, 99, 1), (run.State, run.Progress.Scored, run.Progress.Failed));
        Assert.Equal(0.99, run.Score!.Value, 10);
        await node.AwaitNothingLeftAsync();
        var rows = await node.Services.GetRequiredService<IResourceIndex>().ListAsync(
            new ResourceQuery { Kind = ResourceKind.ScenarioRun.Prefix, Limit = 200 }, CancellationToken.None);
        var failed = Assert.Single(
            rows.Views.Select(view => JsonSerializer.Deserialize<ScenarioRunView>(view, WireJson.Options)!), view => view.ScoringContractResult is null);
        Assert.Equal(("broken", ScenarioRunState.Failed), (failed.ScenarioName, failed.State));
        Assert.Contains("nowhere:1", failed.FailureReason, StringComparison.Ordinal);
    }
}
