using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.BenchmarkRuns;

namespace BenchCluster.Client.Commands;

/// <summary>Watches benchmark runs to their end, and says how they came out.</summary>
internal sealed class RunFollower(CommandContext context)
{
    /// <summary>The exit status: whether all completed, and as they should.</summary>
    /// <param name="ended">Told how they ended, once that is shown.</param>
    public async Task<int> FollowAsync(
        IReadOnlyList<BenchmarkRunView> runs, bool isJson, double? leastScore, IReadOnlyList<Expectation> expectations,
        CancellationToken cancellationToken, Action<IReadOnlyList<RunReport>>? ended = null)
    {
        IReadOnlyList<RunReport> reports;
        try
        {
            var terminal = context.Terminal;
            var watcher = new RunWatcher(context.Client, context.Time, runs, terminal.Error.IsLive);
            var watching = watcher.WatchAsync(cancellationToken);
            await terminal.Error.ShowAsync(watcher.Frame, watching, context.Time);
            reports = await watching;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var ids = string.Join(' ', runs.Select(run => run.Id));
            context.Terminal.WriteNotice($"Detached; the runs go on. To see them again: bench run watch {ids}");
            context.Terminal.WriteNotice($"To cancel them: bench run cancel {ids}");
            return ExitStatus.Interrupted;
        }

        if (isJson)
            context.Terminal.WriteJson(reports);
        else
            Write(reports);
        ended?.Invoke(reports);
        var wrong = RunVerdict.Of(reports, leastScore, expectations);
        foreach (var line in wrong)
            context.Terminal.WriteError(line);
        return wrong.Count == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private void Write(IReadOnlyList<RunReport> reports)
    {
        var screen = context.Terminal.Out;
        screen.Write(ScoreTable.Of(reports));
        var statistics = StatisticsTable.Of(reports);
        if (statistics.Rows.Count > 0)
        {
            screen.WriteLine();
            screen.Write(statistics);
        }

        var problems = RunProblems.Of(reports);
        if (problems.Rows.Count == 0)
            return;
        screen.WriteLine();
        screen.Write(problems);
    }
}
