namespace BenchCluster.BenchmarkJobs;

/// <summary>How one agent came out in a job.</summary>
[GenerateSerializer, Immutable, Alias("bench.BenchmarkOutcome")]
public sealed record BenchmarkOutcome
{
    /// <summary>The agent.</summary>
    [Id(0)]
    public required string AgentName { get; init; }

    /// <summary>Its benchmark run.</summary>
    [Id(1)]
    public required string BenchmarkRunId { get; init; }

    /// <summary>Scenarios that completed.</summary>
    [Id(2)]
    public required int NCompleted { get; init; }

    /// <summary>Scenarios that failed.</summary>
    [Id(3)]
    public required int NFailed { get; init; }

    /// <summary>Scenarios that took too long.</summary>
    [Id(4)]
    public required int NTimeout { get; init; }

    /// <summary>Each scenario run, in the job's order.</summary>
    [Id(5)]
    public required IReadOnlyList<ScenarioOutcome> ScenarioOutcomes { get; init; }

    /// <summary>Mean score of the scenarios that completed; the run's own score counts those that failed as 0.</summary>
    [Id(6)]
    public double? AverageScore { get; init; }

    /// <summary>How long the benchmark run took, in milliseconds.</summary>
    [Id(7)]
    public long? DurationMs { get; init; }

    /// <summary>The agent's model.</summary>
    [Id(8)]
    public string? ModelName { get; init; }
}
