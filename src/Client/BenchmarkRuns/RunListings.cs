using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>Benchmark runs as tables.</summary>
internal static class RunListings
{
    /// <summary>Runs, a row each.</summary>
    /// <param name="benchmarks">Names of benchmarks, by id.</param>
    public static Listing Runs(IReadOnlyList<BenchmarkRunView> runs, IReadOnlyDictionary<string, string> benchmarks, TimeProvider time)
    {
        var table = new Listing(
            "ID", "BENCHMARK", "AGENT", "STATE", new("DONE", IsNumeric: true), new("FAILED", IsNumeric: true),
            new("SCORE", IsNumeric: true), "STARTED", "TOOK")
        {
            Empty = "There are no runs yet; 'bench run NAME --agent oracle' starts one.",
        };
        foreach (var run in runs)
        {
            var progress = run.Progress;
            table.Add(
                run.Id, run.BenchmarkId is { } id ? benchmarks.GetValueOrDefault(id, id) : "", run.Agent is { } agent ? AgentNames.Of(agent) : run.Name,
                State(run.State), $"{progress.Scored + progress.Failed + progress.Canceled}/{progress.Total}", $"{progress.Failed}",
                run.Score is { } score ? Scores.Cell(score) : "", Durations.Age(run.StartTimeMs, time), Durations.Short(run.DurationMs));
        }

        return table;
    }

    /// <summary>All about one run but its scenario runs.</summary>
    public static Listing Details(BenchmarkRunView run, TimeProvider time)
    {
        var progress = run.Progress;
        var details = Listing.Details()
            .AddDetail("run", run.Id).AddDetail("benchmark", run.BenchmarkId).AddDetail("name", run.Name)
            .AddDetail("agent", run.Agent is { } agent ? agent.Command ?? AgentNames.Of(agent) : "")
            .AddDetail("state", State(run.State)).AddDetail("score", run.Score is { } score ? Scores.Cell(score) : "")
            .AddDetail("scenario runs", $"{progress.Total}: {progress.Scored} scored, {progress.Failed} failed, {progress.Canceled} canceled, "
                + $"{progress.Active} active, {progress.Pending} pending")
            .AddDetail("at once", $"{run.NConcurrentTrials}").AddDetail("attempts", $"{run.NAttempts}")
            .AddDetail("started", Durations.Age(run.StartTimeMs, time)).AddDetail("took", Durations.Short(run.DurationMs));
        foreach (var (key, value) in run.Metadata)
            details.AddDetail(key, value);
        return details;
    }

    public static Listing ScenarioRuns(IReadOnlyList<ScenarioRunView> runs)
    {
        var table = new Listing("TASK", new("ATTEMPT", IsNumeric: true), "STATE", "STEP", new("SCORE", IsNumeric: true), "TOOK", "RUN", "REASON")
        {
            Empty = "It has no scenario runs yet.",
        };
        foreach (var run in runs)
        {
            table.Add(
                ScoreTable.TaskName(run), $"{run.Trial}", new Styled(WireJson.NameOf(run.State), Scores.ToneOf(run.State)),
                WireJson.NameOf(run.Step), Scores.Of(run) is { } score ? Scores.Cell(score) : "", Durations.Short(run.DurationMs), run.Id,
                run.FailureReason ?? "");
        }

        return table;
    }

    private static Styled State(BenchmarkRunState state) => new(WireJson.NameOf(state), state switch
    {
        BenchmarkRunState.Completed => Tone.Good,
        BenchmarkRunState.Failed => Tone.Bad,
        BenchmarkRunState.Canceled => Tone.Quiet,
        _ => Tone.Busy,
    });
}
