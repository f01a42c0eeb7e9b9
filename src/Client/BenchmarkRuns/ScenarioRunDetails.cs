using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>All about one scenario run.</summary>
internal static class ScenarioRunDetails
{
    public static Listing Of(ScenarioRunView run, TimeProvider time)
    {
        var details = Listing.Details()
            .AddDetail("run", run.Id).AddDetail("scenario", $"{run.ScenarioName} {run.ScenarioId}".Trim()).AddDetail("name", run.Name)
            .AddDetail("benchmark run", run.BenchmarkRunId).AddDetail("attempt", $"{run.Trial}")
            .AddDetail("state", new Styled(WireJson.NameOf(run.State), Scores.ToneOf(run.State))).AddDetail("step", WireJson.NameOf(run.Step))
            .AddDetail("score", Scores.Of(run) is { } score ? Scores.Cell(score) : "")
            .AddDetail("scored in", run.ScoreIn is { } place ? WireJson.NameOf(place) : "")
            .AddDetail("failure", run.FailureReason is { } reason ? new Styled(reason, Tone.Bad) : "")
            .AddDetail("whose", run.FailureClass is { } kind ? WireJson.NameOf(kind) : "")
            .AddDetail("devbox", run.DevboxId).AddDetail("environments", run.Attempt > 1 ? $"{run.Attempt}: earlier ones were lost" : "")
            .AddDetail("started", Durations.Age(run.StartTimeMs, time)).AddDetail("took", Durations.Short(run.DurationMs))
            .AddDetail("agent", run.Agent is { } agent ? agent.Command ?? AgentNames.Of(agent) : "");
        if (run.AgentResult is { } result)
        {
            details
                .AddDetail("agent's exit", result.TimedOut ? new Styled("its time was over", Tone.Busy) : $"{result.ExitStatus}")
                .AddDetail("agent took", Durations.Short(result.DurationMs));
        }

        foreach (var (key, value) in run.Metadata)
            details.AddDetail(key, value);
        return details;
    }

    /// <summary>What makes the score less trustworthy.</summary>
    public static Listing Flags(IReadOnlyList<ScoreFlag> flags)
    {
        var table = new Listing("FLAG", "", "WHAT");
        foreach (var flag in flags)
        {
            table.Add(
                new Styled(WireJson.NameOf(flag.Kind), flag.IsSuspicious ? Tone.Bad : Tone.Busy), flag.IsSuspicious ? "suspicious" : "notice",
                flag.Subjects.Count == 0 ? flag.Message : $"{flag.Message} {string.Join(", ", flag.Subjects)}");
        }

        return table;
    }

    public static Listing Scorers(ScoringContractResult scored)
    {
        var table = new Listing("SCORER", "STATE", new("SCORE", IsNumeric: true), new("RAW", IsNumeric: true), "TOOK");
        foreach (var result in scored.ScoringFunctionResults)
        {
            var tone = result.State == ScoringState.Complete ? Tone.Good : Tone.Bad;
            table.Add(
                result.ScoringFunctionName, new Styled(WireJson.NameOf(result.State), tone), Scores.Cell(result.Score),
                result.Raw is { } raw ? Scores.Text(raw) : "", Durations.Short(result.DurationMs));
        }

        return table;
    }

    /// <summary>What agent and scorers printed.</summary>
    public static IEnumerable<(string Title, string Text)> Outputs(ScenarioRunView run)
    {
        (string Title, string Text)[] all =
        [
            ("agent, standard output:", run.AgentResult?.Stdout ?? ""),
            ("agent, standard error:", run.AgentResult?.Stderr ?? ""),
            .. (run.ScoringContractResult?.ScoringFunctionResults ?? []).Select(result => ($"scorer {result.ScoringFunctionName}:", result.Output)),
        ];
        return all.Where(output => !string.IsNullOrWhiteSpace(output.Text));
    }
}
