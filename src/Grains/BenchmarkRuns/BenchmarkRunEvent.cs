namespace BenchCluster.BenchmarkRuns;

/// <summary>What can happen to a benchmark run.</summary>
internal abstract record BenchmarkRunEvent
{
    private BenchmarkRunEvent()
    {
    }

    /// <summary>It was started.</summary>
    public sealed record Started(string Id, StartBenchmarkRunRequest Request, int ScenarioCount, DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>The caller is about to start a run in it, which gets the next place.</summary>
    public sealed record PlaceReserved : BenchmarkRunEvent;

    /// <summary>The run that a place was given for was refused.</summary>
    public sealed record PlaceWithdrawn(int Place) : BenchmarkRunEvent;

    /// <summary>A child could not even be created.</summary>
    public sealed record ChildRefused(int Index, string ScenarioId, string Reason, DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>A child has ended.</summary>
    public sealed record ChildEnded(ScenarioRunOutcome Outcome, DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>Its job gave it another limit.</summary>
    public sealed record LimitSet(int Limit) : BenchmarkRunEvent;

    /// <summary>Somebody asked for its end.</summary>
    /// <param name="Children">Where the children are by then of which it does not know that they have ended.</param>
    public sealed record CompleteRequested(ChildrenSeen Children, DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>Somebody canceled it.</summary>
    /// <param name="Children">As for <see cref="CompleteRequested"/>.</param>
    public sealed record CancelRequested(ChildrenSeen Children, DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>All children have heard of the cancel, and ended so.</summary>
    public sealed record ChildrenCanceled(IReadOnlyList<ScenarioRunOutcome> Outcomes) : BenchmarkRunEvent;
}
