using BenchCluster.BenchmarkRuns;

namespace BenchCluster.BenchmarkJobs;

/// <summary>What a job keeps of a benchmark run; its scores are with the run.</summary>
internal sealed record JobRun
{
    /// <summary>When it was started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it had ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The state that it ended in.</summary>
    public BenchmarkRunState State { get; init; }

    /// <summary>Why it could not be started.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether it has ended.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasEnded => EndedAt is not null;
}
