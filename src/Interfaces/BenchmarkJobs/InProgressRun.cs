using BenchCluster.BenchmarkRuns;

namespace BenchCluster.BenchmarkJobs;

/// <summary>A benchmark run of a job that has not ended.</summary>
[GenerateSerializer, Immutable, Alias("bench.InProgressRun")]
public sealed record InProgressRun
{
    /// <summary>The benchmark run.</summary>
    [Id(0)]
    public required string BenchmarkRunId { get; init; }

    /// <summary>Its start, in Unix milliseconds.</summary>
    [Id(1)]
    public required long StartTimeMs { get; init; }

    /// <summary>Its state.</summary>
    [Id(2)]
    public required BenchmarkRunState State { get; init; }

    /// <summary>Its agent.</summary>
    [Id(3)]
    public RunAgentConfig? AgentConfig { get; init; }

    /// <summary>How long it has gone on, in milliseconds.</summary>
    [Id(4)]
    public long? DurationMs { get; init; }

    /// <summary>How far it is (an extension of the contract).</summary>
    [Id(5)]
    public BenchmarkRunProgress? Progress { get; init; }
}
