namespace BenchCluster.BenchmarkRuns;

/// <summary>What can happen to a benchmark run.</summary>
internal abstract record BenchmarkRunEvent
{
    private BenchmarkRunEvent()
    {
    }

    /// <summary>It was started.</summary>
    public sealed record Started(string Id, StartBenchmarkRunRequest Request, IReadOnlyList<string> ScenarioIds, DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>The caller started a run in it.</summary>
    public sealed record ChildRegistered(string RunId, string ScenarioId) : BenchmarkRunEvent;

    /// <summary>A child could not even be created.</summary>
    public sealed record ChildRefused(int Index, string Reason, DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>A child has ended.</summary>
    public sealed record ChildEnded(ScenarioRunOutcome Outcome, DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>Its job gave it another limit.</summary>
    public sealed record LimitSet(int Limit) : BenchmarkRunEvent;

    /// <summary>Somebody asked for its end.</summary>
    public sealed record CompleteRequested(DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>Somebody canceled it.</summary>
    public sealed record CancelRequested(DateTimeOffset At) : BenchmarkRunEvent;

    /// <summary>All children have heard of the cancel, and ended so.</summary>
    public sealed record ChildrenCanceled(IReadOnlyList<ScenarioRunOutcome> Outcomes) : BenchmarkRunEvent;
}
