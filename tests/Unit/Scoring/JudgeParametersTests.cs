using BenchCluster.Resources;
using BenchCluster.Scoring.Judging;

namespace BenchCluster.Tests.Scoring;

public sealed class JudgeParametersTests
{
    private static readonly JudgeOptions Options = new(["http://judge.example/v1/"]);

    [Theory]
    [InlineData("""{"model": "m", "rubric": "r"}""", "api")]
    [InlineData("""{"api": "other", "model": "m", "rubric": "r"}""", "api")]
    [InlineData("""{"api": "openai", "model": " ", "rubric": "r"}""", "p.model")]
    [InlineData("""{"api": "openai", "model": "m", "rubric": ""}""", "p.rubric")]
    [InlineData("""{"api": "openai", "model": "m", "rubric": "r", "votes": 0}""", "p.votes")]
    [InlineData("""{"api": "openai", "model": "m", "rubric": "r", "files": ["x"]}""", "p.files")]
    [InlineData("""{"api": "openai", "model": "m", "rubric": "r", "base_url": "http://169.254.169.254"}""", "p.base_url")]
    [InlineData("""{"api": "openai", "model": "m", "rubric": "r", "base_url": "http://judge.example/v1/x"}""", "p.base_url")]
    [InlineData("""{"api": "openai", "model": "m", "rubric": "r", "base_url": "https://api.anthropic.com"}""", "p.base_url")]
    public void What_a_judge_does_not_take_is_refused_and_named(string given, string named)
    {
        var e = Assert.Throws<BenchException>(() => JudgeParameters.Read("p", new RawJson(given), Options));

        Assert.Equal(BenchError.InvalidField, e.Code);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai", null, "https://api.openai.com/v1")]
    [InlineData("anthropic", null, "https://api.anthropic.com")]
    [InlineData("anthropic", "http://judge.example/v1", "http://judge.example/v1")]
    public void An_endpoint_is_the_providers_own_or_one_that_the_operator_allows(string api, string? given, string url)
    {
        var more = given is null ? "" : $", \"base_url\": \"{given}\"";

        var parameters = JudgeParameters.Read("p", new RawJson($"{{\"api\": \"{api}\", \"model\": \"m\", \"rubric\": \"r\"{more}}}"), Options);

        Assert.Equal((url, 1, VoteAggregate.Mean), (parameters.BaseUrl, parameters.Votes, parameters.Aggregate));
    }

    [Theory]
    [InlineData("Good.\n{\"score\": 0.5, \"reason\": \"so\"}\n", 0.5)]
    [InlineData("{\"score\": 1}\n{\"score\": 0}", 0.0)]
    [InlineData("{\"score\": \"1\"}", null)]
    [InlineData("{\"score\": 1.1}", null)]
    [InlineData("score 1", null)]
    [InlineData("{broken", null)]
    [InlineData("", null)]
    public void A_verdict_is_the_last_line_that_is_an_object(string answer, double? score) =>
        Assert.Equal(score, JudgeVerdict.Read(answer)?.Score);
}
