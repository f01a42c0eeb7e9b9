using BenchCluster.Resources;
using BenchCluster.Scoring;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.ScenarioRuns;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.Scoring;

public sealed class HarborScorerTests
{
    [Theory]
    [InlineData("0.5", null, ScoringState.Complete, 0.5, null)]
    [InlineData("3", null, ScoringState.Complete, 1.0, 3.0)]
    [InlineData(null, """{"a":1,"b":0}""", ScoringState.Complete, 0.5, null)]
    [InlineData(null, null, ScoringState.Error, 0.0, null)]
    [InlineData("", null, ScoringState.Error, 0.0, null)]
    public async Task Harbors_verifier_scores_by_the_reward_that_it_leaves(string? text, string? json, ScoringState state, double score, double? raw)
    {
        await using var node = await TestNode.StartAsync();
        var tests = await node.StoreAsync();
        node.Host.Script = _ =>
        {
            var devbox = node.Host.Started.Last().DevboxId;
            if (text is not null)
                node.Host.WriteFile(devbox, HarborReward.TextFile, text);
            if (json is not null)
                node.Host.WriteFile(devbox, HarborReward.JsonFile, json);
            return Task.FromResult(new SimulatedExit(1, "tests ran\n"));
        };

        var run = await node.ScoreAsync(ScenarioBuilder.Function(new HarborScorer { TestsObjectId = tests }));

        var result = Assert.Single(run.ScoringContractResult!.ScoringFunctionResults);
        Assert.Equal((state, score, raw), (result.State, result.Score, result.Raw));
    }

    [Fact]
    public async Task A_reward_that_the_agent_left_there_does_not_count()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.ReadyScenarioRunAsync(ScenarioBuilder.Scenario(ScenarioBuilder.Function(new HarborScorer { TestsObjectId = await node.StoreAsync() })));
        node.Host.WriteFile((await node.ScenarioRun(id).Get()).DevboxId, HarborReward.TextFile, "1");

        var run = await node.ScoreScenarioRunAsync(id);

        Assert.Equal(ScoringState.Error, Assert.Single(run.ScoringContractResult!.ScoringFunctionResults).State);
    }

    [Fact]
    public async Task Tests_that_are_gone_and_a_reward_that_is_too_large_are_errors_of_their_function()
    {
        await using var node = await TestNode.StartAsync();
        var gone = node.NewId(ResourceKind.StorageObject);
        node.Host.Script = _ =>
        {
            node.Host.WriteFile(node.Host.Started.Last().DevboxId, HarborReward.TextFile, new string('1', 2 << 20));
            return Task.FromResult(new SimulatedExit(0));
        };

        var run = await node.ScoreAsync(
            ScenarioBuilder.Function(new HarborScorer { TestsObjectId = gone }, 0.25, "gone"),
            ScenarioBuilder.Function(new HarborScorer { TestsObjectId = await node.StoreAsync() }, 0.25, "large"),
            ScenarioBuilder.Function(new CommandScorer { Command = "true" }, 0.5, "fine"));

        Assert.Equal(0.5, run.ScoringContractResult!.Score);
        var results = run.ScoringContractResult.ScoringFunctionResults;
        Assert.Equal([ScoringState.Error, ScoringState.Error, ScoringState.Complete], results.Select(result => result.State));
        Assert.Contains(gone, results[0].Output, StringComparison.Ordinal);
        Assert.Contains("larger than", results[1].Output, StringComparison.Ordinal);
    }
}
