using System.Diagnostics;
using System.Globalization;
using BenchCluster.Devboxes;
using BenchCluster.ScenarioRuns;
using BenchCluster.Secrets;

namespace BenchCluster.Scoring.Judging;

/// <summary>
/// The custom scorer that is always there: a model reads the work and gives a score by a rubric. It is asked by the silo,
/// so that its key never enters the devbox and the devbox needs no network.
/// </summary>
internal sealed class LlmJudge(IJudgeModel model, JudgeCache cache, JudgeOptions options, SecretLookup secrets)
{
    /// <summary>The type that scenarios name it by.</summary>
    public const string Type = "llm_judge";

    private const int LongestQuote = 400;

    /// <summary>The score.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Unavailable"/> when the endpoint or the devbox does not answer; else there is no score, and why.</exception>
    public async Task<ScoringFunctionResult> ScoreAsync(
        ScenarioRunRecord run, ScoringFunction function, RawJson? given, IDevboxWork devbox, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var parameters = JudgeParameters.Read("scorer_params", given, options);
        var key = parameters.Secret is { } secret ? await secrets.RevealAsync(secret, cancellationToken) : null;
        var question = JudgeQuestion.Of(parameters, run.Scenario!.InputContext.ProblemStatement, await WorkAsync(run, parameters, devbox));
        var votes = new List<JudgeVerdict>();
        var (asked, input, output) = (0, 0L, 0L);
        for (var number = 0; number < parameters.Votes; number++)
        {
            var vote = cache.Find(question, number);
            if (vote is null)
            {
                var answer = await model.AskAsync(question, key, cancellationToken);
                (asked, input, output) = (asked + 1, input + (answer.InputTokens ?? 0), output + (answer.OutputTokens ?? 0));
                vote = JudgeVerdict.Read(answer.Text) ?? throw new BenchException(
                    BenchError.BadRequest, Hide($"The judge's answer ends in no verdict, a line such as {{\"score\": 0.5, \"reason\": \"...\"}}: {Quote(answer.Text)}", key));
                cache.Keep(question, number, vote);
            }

            votes.Add(vote);
        }

        var usage = new AgentUsage
        {
            InputTokens = input,
            OutputTokens = output,
            CostUsd = parameters.InputUsdPerMillion is null && parameters.OutputUsdPerMillion is null
                ? null
                : (input * (parameters.InputUsdPerMillion ?? 0) + output * (parameters.OutputUsdPerMillion ?? 0)) / 1e6,
            Steps = asked,
            Source = "judge",
        };
        return new ScoringFunctionResult
        {
            ScoringFunctionName = function.Name,
            Score = Total(votes, parameters.Aggregate),
            State = ScoringState.Complete,
            Output = Hide(Words(parameters, votes, usage), key),
            DurationMs = (long)Stopwatch.GetElapsedTime(begun).TotalMilliseconds,
            Usage = usage,
        };
    }

    private static async Task<IReadOnlyList<(string Name, string Text)>> WorkAsync(ScenarioRunRecord run, JudgeParameters parameters, IDevboxWork devbox)
    {
        if (parameters.Files.Count == 0)
            return [("what the agent printed last", run.AgentResult?.Stdout ?? "")];
        var work = new List<(string, string)>();
        foreach (var path in parameters.Files)
            work.Add((path, await devbox.ReadSmallFile(path) ?? "(There is no such file.)"));
        return work;
    }

    private static double Total(List<JudgeVerdict> votes, VoteAggregate aggregate) => aggregate switch
    {
        VoteAggregate.Mean => votes.Average(vote => vote.Score),
        VoteAggregate.Majority => votes.Count(vote => vote.Score >= 0.5) * 2 > votes.Count ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(aggregate), aggregate, "Unknown aggregate."),
    };

    private static string Words(JudgeParameters parameters, List<JudgeVerdict> votes, AgentUsage usage)
    {
        var lines = votes.Select((vote, i) => string.Create(CultureInfo.InvariantCulture, $"vote {i + 1}: {vote.Score} {vote.Reason}"))
            .Append(string.Create(CultureInfo.InvariantCulture, $"{parameters.Model} was asked {usage.Steps} times, {votes.Count - usage.Steps} votes were known; {usage.InputTokens} tokens read, {usage.OutputTokens} written"));
        if (usage.CostUsd is { } cost)
            lines = lines.Append(string.Create(CultureInfo.InvariantCulture, $"cost: {cost:0.######} USD"));
        return string.Join('\n', lines) + "\n";
    }

    private static string Hide(string text, string? key) => key is null ? text : Redaction.Of(text, [key]);

    private static string Quote(string text) => text.Length <= LongestQuote ? text : $"[…]{text[^LongestQuote..]}";
}
