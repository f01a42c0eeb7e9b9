using System.Text.Json;
using BenchCluster.Resources;
using BenchCluster.Scoring;
using BenchCluster.Secrets;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Models;
using BenchCluster.Tests.ScenarioRuns;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.Scoring;

public sealed class LlmJudgeTests : IDisposable
{
    private const string Key = "sk-very-secret";
    private static readonly string[] Files = ["/srv/answer.md", "/srv/none"];
    private readonly ScriptedModel _model = new();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData("openai", "/chat/completions", $"Bearer {Key}")]
    [InlineData("anthropic", "/v1/messages", Key)]
    public async Task A_judge_reads_the_work_and_its_verdict_is_the_score(string api, string path, string header)
    {
        await using var node = await StartAsync();
        _model.Answer = _ => (200, $"I know {Key}.\n{{\"score\": 0.75, \"reason\": \"{Key} is said\"}}");

        var result = await ScoreAsync(node, api, new { files = Files, secret = "JUDGE", input_usd_per_million = 10, output_usd_per_million = 100 });

        Assert.Equal((ScoringState.Complete, 0.75), (result.State, result.Score));
        var (askedAt, key, body) = Assert.Single(_model.Asked);
        Assert.Equal((path, header, 0), (askedAt, key, (int)body["temperature"]!));
        Assert.Contains("the answer is 42", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("There is no such file", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((100, 10, 0.002), (result.Usage!.InputTokens, result.Usage.OutputTokens, result.Usage.CostUsd!.Value));
        Assert.Contains("cost: 0.002 USD", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.Output, StringComparison.Ordinal);
        // Nothing of it was in the devbox.
        Assert.DoesNotContain(node.Host.Started, started => started.ProcessId.StartsWith("score-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mean", 0.6)]
    [InlineData("majority", 1)]
    public async Task Votes_come_down_to_their_mean_or_what_most_say(string aggregate, double score)
    {
        await using var node = await StartAsync();
        _model.Answer = number => (200, $"{{\"score\": {(number == 0 ? "0.2" : "0.8")}}}");

        var result = await ScoreAsync(node, "openai", new { votes = 3, aggregate });

        Assert.Equal(score, result.Score, 10);
        Assert.Equal(3, _model.Asked.Count);
    }

    [Fact]
    public async Task The_same_work_is_not_judged_twice()
    {
        await using var node = await StartAsync();

        var first = await ScoreAsync(node, "openai", new { votes = 2 });
        var second = await ScoreAsync(node, "openai", new { votes = 2 });

        Assert.Equal((first.Score, 2, 0), (second.Score, first.Usage!.Steps!.Value, second.Usage!.Steps!.Value));
        Assert.Equal(2, _model.Asked.Count);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task An_endpoint_that_is_busy_or_broken_is_asked_again(int status)
    {
        await using var node = await StartAsync();
        _model.Answer = number => number == 0 ? (status, "later") : (200, "{\"score\": 1}");

        var result = await ScoreAsync(node, "openai", new { });

        Assert.Equal((ScoringState.Complete, 1.0, 2), (result.State, result.Score, _model.Asked.Count));
    }

    [Theory]
    [InlineData(401, "no", "refused with 401")]
    [InlineData(200, "I would say good.", "ends in no verdict")]
    [InlineData(200, "{\"score\": 7}", "ends in no verdict")]
    public async Task What_is_no_verdict_is_an_error_that_says_so(int status, string text, string reason)
    {
        await using var node = await StartAsync();
        _model.Answer = _ => (status, text);

        var result = await ScoreAsync(node, "anthropic", new { });

        Assert.Equal((ScoringState.Error, 0.0), (result.State, result.Score));
        Assert.Contains(reason, result.Output, StringComparison.Ordinal);
        Assert.Single(_model.Asked);
    }

    private Task<TestNode> StartAsync() => TestNode.StartAsync(new TestNodeOptions { JudgeEndpoints = [_model.Url] });

    private async Task<ScoringFunctionResult> ScoreAsync<T>(TestNode node, string api, T more)
    {
        var parameters = JsonSerializer.SerializeToNode(more)!;
        parameters["api"] = api;
        parameters["model"] = "a-model";
        parameters["base_url"] = _model.Url;
        parameters["rubric"] = "It must be right.";
        if (parameters["secret"] is not null)
            await node.Grains.GetGrain<ISecretGrain>(node.NewId(ResourceKind.Secret)).Create(new SecretCreateRequest { Name = "JUDGE", Value = Key });
        var id = await node.ReadyScenarioRunAsync(ScenarioBuilder.Scenario(ScenarioBuilder.Function(
            new CustomScorer { CustomScorerType = "llm_judge", ScorerParams = new RawJson(parameters.ToJsonString()) })));
        node.Host.WriteFile((await node.ScenarioRun(id).Get()).DevboxId, "/srv/answer.md", "the answer is 42");
        return Assert.Single((await node.ScoreScenarioRunAsync(id)).ScoringContractResult!.ScoringFunctionResults);
    }
}
