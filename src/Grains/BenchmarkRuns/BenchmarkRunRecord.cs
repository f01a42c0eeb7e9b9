namespace BenchCluster.BenchmarkRuns;

/// <summary>
/// What is persisted of a benchmark run at each event. Of its children it keeps a cursor, a bit each and counters, never
/// a record each: their ids follow from the run's, and their own state is with them. The list of scenarios, which never
/// changes, is kept apart (<see cref="BenchmarkRunScenarios"/>).
/// </summary>
internal sealed record BenchmarkRunRecord : ResourceState
{
    /// <summary>What was asked for.</summary>
    public StartBenchmarkRunRequest? Request { get; init; }

    /// <summary>The scenarios of a run that an earlier build began; later ones keep them apart.</summary>
    public IReadOnlyList<string> ScenarioIds { get; init; } = [];

    /// <summary>How many scenarios the benchmark had when the run began.</summary>
    public int ScenarioCount { get; init; }

    /// <summary>The state.</summary>
    public BenchmarkRunState State { get; init; }

    /// <summary>Whether a cancel has been asked for that not all children have heard of.</summary>
    public bool IsCanceling { get; init; }

    /// <summary>Children started so far, or places given for them: those of lower index.</summary>
    public int Started { get; init; }

    /// <summary>A bit for each child that has ended, by index.</summary>
    public byte[] Ended { get; init; } = [];

    /// <summary>Places that were given for runs which never came to be; their bits are set.</summary>
    public int Withdrawn { get; init; }

    /// <summary>Runs that the caller started under an earlier build, which gave no places: their scores once they have ended, by id.</summary>
    public IReadOnlyDictionary<string, ChildScore> Children { get; init; } = new Dictionary<string, ChildScore>();

    /// <summary>Sum of the scores of the children that have ended.</summary>
    public double ScoreSum { get; init; }

    /// <summary>Children that have ended with a score.</summary>
    public int Scored { get; init; }

    /// <summary>Children that have ended by a failure.</summary>
    public int Failed { get; init; }

    /// <summary>Children that were canceled.</summary>
    public int Canceled { get; init; }

    /// <summary>The limit that its job gave it last.</summary>
    public int? Limit { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What went wrong where no scenario run could record it.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Whether an agent of ours works on every scenario.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOrchestrated => Request?.Agent is not null;

    /// <summary>How many runs each scenario gets.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Trials => Math.Max(1, Request?.NAttempts ?? 1);

    /// <summary>How many children go on at once.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Concurrency => Math.Max(1, Limit ?? Request?.NConcurrentTrials ?? 4);

    /// <summary>Children in all.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Total => IsOrchestrated
        ? Math.Max(ScenarioCount, ScenarioIds.Count) * Trials
        : Children.Count + Started - Withdrawn;

    /// <summary>Children that have ended.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int EndedCount => Scored + Failed + Canceled;

    /// <summary>Whether it has ended for good.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsTerminal => State is not BenchmarkRunState.Running;

    /// <summary>The id of a child; the same for the same index.</summary>
    public string ChildId(int index) => ResourceId.Child(ResourceKind.ScenarioRun, Id, index);

    /// <summary>Whether a child has ended.</summary>
    public bool HasEnded(int index) => index / 8 < Ended.Length && (Ended[index / 8] & (1 << (index % 8))) != 0;

    /// <summary>Started children that have not ended.</summary>
    public IEnumerable<int> Active()
    {
        for (var index = 0; index < Started;)
        {
            // Most bytes of a long run are full: all of their children have ended.
            if (index % 8 == 0 && index / 8 < Ended.Length && Ended[index / 8] == byte.MaxValue)
            {
                index += 8;
                continue;
            }

            if (!HasEnded(index))
                yield return index;
            index++;
        }
    }
}
