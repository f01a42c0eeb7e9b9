using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>Benchmark runs as bars and lines.</summary>
internal static class RunFrame
{
    public static ProgressFrame Of(IReadOnlyList<WatchedRun> runs, IReadOnlyList<string> names, bool isAway, DateTimeOffset now) => new(
        [.. runs.Zip(names, (run, name) => Bar(run.View, name, now))],
        [.. runs.Zip(names).SelectMany(pair => pair.First.Active.Select(run => Detail(run, pair.Second, now)))],
        isAway ? PollPauses.AwayNotice : null);

    private static ProgressBar Bar(BenchmarkRunView run, string name, DateTimeOffset now)
    {
        var progress = run.Progress;
        var elapsed = run.DurationMs is { } took
            ? TimeSpan.FromMilliseconds(took)
            : now - DateTimeOffset.FromUnixTimeMilliseconds(run.StartTimeMs);
        return new ProgressBar(
            name, progress.Scored, progress.Failed + progress.Canceled, progress.Active, progress.Total, Counts(run), elapsed);
    }

    private static string Counts(BenchmarkRunView run)
    {
        var progress = run.Progress;
        var counts = $"{progress.Scored} of {progress.Total} scored, {progress.Failed} failed"
            + (progress.Canceled > 0 ? $", {progress.Canceled} canceled" : "");
        return run.State == BenchmarkRunState.Running
            ? $"{counts}, {progress.Active} active, {progress.Pending} pending"
            : $"{WireJson.NameOf(run.State)}, {counts}" + (run.Score is { } score ? $", score {Scores.Text(score)}" : "");
    }

    private static string Detail(ScenarioRunView run, string name, DateTimeOffset now)
    {
        var trial = run.Trial > 1 ? $" (attempt {run.Trial})" : "";
        var age = Durations.Short(now - DateTimeOffset.FromUnixTimeMilliseconds(run.StartTimeMs));
        return $"{name}  {WireJson.NameOf(run.Step)}  {ScoreTable.TaskName(run)}{trial}  {age}";
    }
}
