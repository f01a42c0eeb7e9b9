using System.Collections.Concurrent;
using BenchCluster.Engine;
using BenchCluster.Resources;
using BenchCluster.Scoring;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.Scoring;

public sealed class ScorerNetworkTests
{
    [Fact]
    public async Task The_network_is_the_scorers_while_it_runs_and_the_devboxs_before_and_after()
    {
        await using var node = await StartAsync();
        var during = new ConcurrentQueue<ContainerNetwork>();
        node.Host.Script = _ =>
        {
            during.Enqueue(Network(node));
            return Task.FromResult(new SimulatedExit(0, "1.0\n"));
        };

        await node.ScoreAsync(
            ScenarioBuilder.Function(Asks("{}"), 0.25, "before"), ScenarioBuilder.Function(Asks("""{"network": false}"""), 0.25, "closed"),
            ScenarioBuilder.Function(Asks("""{"network": null}"""), 0.25, "none"), ScenarioBuilder.Function(Asks("""{"network": true}"""), 0.25, "open"));

        Assert.Equal([ContainerNetwork.Bridge, ContainerNetwork.None, ContainerNetwork.Bridge, ContainerNetwork.Bridge], during);
        Assert.Equal(ContainerNetwork.Bridge, Network(node));
        Assert.Equal(4, node.Engine.Calls.Count(call => call.Operation is EngineOperation.SetNetwork));
    }

    [Fact]
    public async Task A_scorer_whose_network_cannot_be_closed_does_not_run()
    {
        await using var node = await StartAsync();
        node.Engine.Fails = call => call.Operation is EngineOperation.SetNetwork ? new EngineException(EngineError.Other, "the engine's own words") : null;

        var run = await node.ScoreAsync(ScenarioBuilder.Function(Asks("""{"network": false}""")));

        var result = Assert.Single(run.ScoringContractResult!.ScoringFunctionResults);
        Assert.Equal((ScoringState.Error, "The devbox's network could not be changed: the engine's own words"), (result.State, result.Output));
        Assert.DoesNotContain(node.Host.Started, started => started.ProcessId.StartsWith("score-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_engine_that_is_away_for_a_moment_is_asked_again()
    {
        await using var node = await StartAsync();
        var failures = 1;
        node.Engine.Fails = call => call.Operation is EngineOperation.SetNetwork && Interlocked.Decrement(ref failures) == 0
            ? new EngineException(EngineError.Unavailable, "away")
            : null;

        var run = await node.ScoreAsync(ScenarioBuilder.Function(Asks("""{"network": false}""")));

        Assert.Equal(1, run.ScoringContractResult!.Score);
        Assert.Equal(ContainerNetwork.Bridge, Network(node));
    }

    private static async Task<TestNode> StartAsync()
    {
        var node = await TestNode.StartAsync();
        await node.Grains.GetGrain<IScorerGrain>(node.NewId(ResourceKind.Scorer)).Create(new ScorerRequest { Type = "asks", BashScript = "x" });
        return node;
    }

    private static ContainerNetwork Network(TestNode node) => Assert.Single(node.Engine.Containers).Spec.Network;

    private static CustomScorer Asks(string parameters) => new() { CustomScorerType = "asks", ScorerParams = new RawJson(parameters) };
}
