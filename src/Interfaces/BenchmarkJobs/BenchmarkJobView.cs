namespace BenchCluster.BenchmarkJobs;

/// <summary>A benchmark job, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.BenchmarkJobView")]
public sealed record BenchmarkJobView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(1)]
    public required long CreateTimeMs { get; init; }

    /// <summary>The name; unique.</summary>
    [Id(2)]
    public required string Name { get; init; }

    /// <summary>The state.</summary>
    [Id(3)]
    public required BenchmarkJobState State { get; init; }

    /// <summary>How each agent came out whose run has ended.</summary>
    [Id(4)]
    public IReadOnlyList<BenchmarkOutcome>? BenchmarkOutcomes { get; init; }

    /// <summary>Why it failed.</summary>
    [Id(5)]
    public string? FailureReason { get; init; }

    /// <summary>The runs that go on.</summary>
    [Id(6)]
    public IReadOnlyList<InProgressRun>? InProgressRuns { get; init; }

    /// <summary>What it was made of.</summary>
    [Id(7)]
    public JobSource? JobSource { get; init; }

    /// <summary>Its agents and scenarios.</summary>
    [Id(8)]
    public JobSpec? JobSpec { get; init; }

    /// <summary>How long it took, in milliseconds; present once ended (an extension of the contract).</summary>
    [Id(9)]
    public long? DurationMs { get; init; }

    /// <summary>What of a job file has no effect here, a line each (an extension).</summary>
    [Id(10)]
    public IReadOnlyList<string>? Notes { get; init; }
}
