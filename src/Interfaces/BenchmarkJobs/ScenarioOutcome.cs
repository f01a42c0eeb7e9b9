namespace BenchCluster.BenchmarkJobs;

/// <summary>How one scenario came out in a job.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScenarioOutcome")]
public sealed record ScenarioOutcome
{
    /// <summary>The scenario.</summary>
    [Id(0)]
    public required string ScenarioDefinitionId { get; init; }

    /// <summary>Its name; its id where the name is not known.</summary>
    [Id(1)]
    public required string ScenarioName { get; init; }

    /// <summary>How it ended.</summary>
    [Id(2)]
    public required ScenarioOutcomeState State { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    [Id(3)]
    public long? DurationMs { get; init; }

    /// <summary>Why it failed.</summary>
    [Id(4)]
    public ScenarioFailure? FailureReason { get; init; }

    /// <summary>Its run; absent where none came to be.</summary>
    [Id(5)]
    public string? ScenarioRunId { get; init; }

    /// <summary>The score; only where it completed.</summary>
    [Id(6)]
    public double? Score { get; init; }
}
