using System.Collections.Concurrent;
using BenchCluster.Resources;
using BenchCluster.Scoring;
using BenchCluster.Secrets;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.Scoring;

public sealed class ScorerSecretTests
{
    [Fact]
    public async Task A_scorers_secret_is_in_its_environment_only_and_not_in_its_output()
    {
        await using var node = await TestNode.StartAsync();
        await node.Grains.GetGrain<ISecretGrain>(node.NewId(ResourceKind.Secret)).Create(new SecretCreateRequest { Name = "GRADER", Value = "the-value" });
        await node.Grains.GetGrain<IScorerGrain>(node.NewId(ResourceKind.Scorer)).Create(new ScorerRequest { Type = "asks", BashScript = "x" });
        var seen = new ConcurrentQueue<bool>();
        node.Host.Script = start =>
        {
            seen.Enqueue(start.Environment.GetValueOrDefault("TOKEN") == "the-value");
            return Task.FromResult(new SimulatedExit(0, "token the-value\n1.0\n"));
        };

        var run = await node.ScoreAsync(
            ScenarioBuilder.Function(Asks("""{"secrets": {"TOKEN": "GRADER"}}"""), 0.5, "with"),
            ScenarioBuilder.Function(Asks("{}"), 0.5, "without"));

        Assert.Equal([true, false], seen);
        Assert.Equal("token [redacted]\n1.0\n", run.ScoringContractResult!.ScoringFunctionResults[0].Output);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_an_error_that_names_the_variable()
    {
        await using var node = await TestNode.StartAsync();
        await node.Grains.GetGrain<IScorerGrain>(node.NewId(ResourceKind.Scorer)).Create(new ScorerRequest { Type = "asks", BashScript = "x" });

        var run = await node.ScoreAsync(ScenarioBuilder.Function(Asks("""{"secrets": {"TOKEN": "NONE"}}""")));

        var result = Assert.Single(run.ScoringContractResult!.ScoringFunctionResults);
        Assert.Equal((ScoringState.Error, "scorer_params.secrets.TOKEN: there is no secret 'NONE'."), (result.State, result.Output));
    }

    private static CustomScorer Asks(string parameters) => new() { CustomScorerType = "asks", ScorerParams = new RawJson(parameters) };
}
