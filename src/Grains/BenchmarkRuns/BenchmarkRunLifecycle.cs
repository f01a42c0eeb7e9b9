using BenchCluster.ScenarioRuns;

namespace BenchCluster.BenchmarkRuns;

/// <summary>The life of a benchmark run, as a pure function.</summary>
internal static class BenchmarkRunLifecycle
{
    private const int MaxProblems = 100;

    /// <summary>The next state; the same instance when the event changes nothing.</summary>
    public static BenchmarkRunRecord Decide(BenchmarkRunRecord run, BenchmarkRunEvent happened) => happened switch
    {
        BenchmarkRunEvent.Started e => run.Id.Length > 0 ? run : Start(run, e),
        _ when run.Id.Length == 0 => run,
        BenchmarkRunEvent.ChildrenCanceled e => run.IsCanceling ? e.Outcomes.Aggregate(run, Count) with { IsCanceling = false } : run,
        BenchmarkRunEvent.ChildEnded e => Settle(Count(run, e.Outcome), e.At),
        BenchmarkRunEvent.PlaceWithdrawn e => run.IsOrchestrated ? run : Withdraw(run, e.Place),
        _ when run.IsTerminal => run,
        BenchmarkRunEvent.PlaceReserved => run.IsOrchestrated ? run : run with { Started = run.Started + 1 },
        BenchmarkRunEvent.ChildRefused e => Settle(Refuse(run, e), e.At),
        BenchmarkRunEvent.LimitSet e => run.Concurrency == e.Limit ? run : Fill(run with { Limit = e.Limit }),
        BenchmarkRunEvent.CompleteRequested e => run.IsOrchestrated ? run : End(See(run, e.Children), BenchmarkRunState.Completed, e.At),
        BenchmarkRunEvent.CancelRequested e => End(See(run, e.Children), BenchmarkRunState.Canceled, e.At) with { IsCanceling = true },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown event."),
    };

    /// <summary>The effects that the state calls for.</summary>
    public static IEnumerable<BenchmarkRunEffect> Due(BenchmarkRunRecord run)
    {
        if (run.IsCanceling)
            yield return new BenchmarkRunEffect.CancelChildren();
        // What a caller starts, it also sees to its end.
        if (run.IsTerminal || !run.IsOrchestrated)
            yield break;
        foreach (var index in run.Active())
            yield return new BenchmarkRunEffect.RunChild(index);
    }

    /// <summary>Whether nothing is left to be done for the run.</summary>
    public static bool IsFinished(BenchmarkRunRecord run) => run.IsTerminal && !run.IsCanceling;

    private static BenchmarkRunRecord Start(BenchmarkRunRecord run, BenchmarkRunEvent.Started e)
    {
        var started = run with { Id = e.Id, Request = e.Request, ScenarioCount = e.ScenarioCount, CreatedAt = e.At };
        return Fill(started with { Ended = new byte[(started.Total + 7) / 8] });
    }

    /// <summary>Counts a child that has ended; one that was counted before is not counted again.</summary>
    private static BenchmarkRunRecord Count(BenchmarkRunRecord run, ScenarioRunOutcome outcome)
    {
        if (outcome.Index is { } index)
            return index >= run.Started || run.HasEnded(index) ? run : Tally(Mark(run, index), outcome);

        return run.Children.TryGetValue(outcome.RunId, out var child) && !child.HasEnded
            ? Tally(run with { Children = With(run.Children, outcome.RunId, child with { HasEnded = true, Score = outcome.Score }) }, outcome)
            : run;
    }

    private static BenchmarkRunRecord See(BenchmarkRunRecord run, ChildrenSeen children) =>
        children.Missing.Aggregate(children.Outcomes.Aggregate(run, Count), Withdraw);

    /// <summary>Takes back a place that has no run; of one that has, the run is counted when it ends.</summary>
    private static BenchmarkRunRecord Withdraw(BenchmarkRunRecord run, int place) =>
        place >= run.Started || run.HasEnded(place) ? run : Mark(run, place) with { Withdrawn = run.Withdrawn + 1 };

    private static BenchmarkRunRecord Mark(BenchmarkRunRecord run, int index)
    {
        var ended = new byte[Math.Max(run.Ended.Length, index / 8 + 1)];
        run.Ended.CopyTo(ended, 0);
        ended[index / 8] |= (byte)(1 << (index % 8));
        return run with { Ended = ended };
    }

    private static BenchmarkRunRecord Tally(BenchmarkRunRecord run, ScenarioRunOutcome outcome) => outcome switch
    {
        { Score: { } score } => run with { Scored = run.Scored + 1, ScoreSum = run.ScoreSum + score },
        { State: ScenarioRunState.Canceled } => run with { Canceled = run.Canceled + 1 },
        _ => run with { Failed = run.Failed + 1 },
    };

    private static BenchmarkRunRecord Refuse(BenchmarkRunRecord run, BenchmarkRunEvent.ChildRefused e)
    {
        var counted = Count(run, new ScenarioRunOutcome(run.ChildId(e.Index), e.Index, ScenarioRunState.Failed, null));
        return ReferenceEquals(counted, run) || run.Problems.Count >= MaxProblems
            ? counted
            : counted with { Problems = [.. run.Problems, $"{e.ScenarioId}: {e.Reason}"] };
    }

    /// <summary>Starts what there is room for, and ends the run when nothing is left.</summary>
    private static BenchmarkRunRecord Settle(BenchmarkRunRecord run, DateTimeOffset at) =>
        !run.IsOrchestrated || run.IsTerminal ? run
        : run.EndedCount == run.Total ? End(run, BenchmarkRunState.Completed, at)
        : Fill(run);

    private static BenchmarkRunRecord Fill(BenchmarkRunRecord run)
    {
        if (!run.IsOrchestrated)
            return run;
        var room = run.Concurrency - (run.Started - run.EndedCount);
        var started = Math.Min(run.Total, run.Started + Math.Max(0, room));
        return started == run.Started ? run : run with { Started = started };
    }

    private static BenchmarkRunRecord End(BenchmarkRunRecord run, BenchmarkRunState state, DateTimeOffset at) =>
        run with { State = state, EndedAt = at };

    private static Dictionary<string, ChildScore> With(IReadOnlyDictionary<string, ChildScore> children, string id, ChildScore child) =>
        new(children) { [id] = child };
}
