namespace BenchCluster.BenchmarkJobs;

/// <summary>What is persisted of a job: its plan, and where each agent's benchmark run is.</summary>
internal sealed record BenchmarkJobRecord : ResourceState
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it does.</summary>
    public BenchmarkJobPlan? Plan { get; init; }

    /// <summary>The state.</summary>
    public BenchmarkJobState State { get; init; }

    /// <summary>The benchmark runs, in the order of the agents.</summary>
    public IReadOnlyList<JobRun> Runs { get; init; } = [];

    /// <summary>Whether a cancel has been asked for that not all benchmark runs have heard of.</summary>
    public bool IsCanceling { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Whether it has ended for good.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsTerminal =>
        State is BenchmarkJobState.Completed or BenchmarkJobState.Failed or BenchmarkJobState.Cancelled or BenchmarkJobState.Timeout;

    /// <summary>The id of an agent's benchmark run; the same for the same agent.</summary>
    public string RunId(int index) => ResourceId.Child(ResourceKind.BenchmarkRun, Id, index);
}
