namespace BenchCluster.BenchmarkRuns;

/// <summary>How far a benchmark run is (an extension of the contract).</summary>
[GenerateSerializer, Immutable, Alias("bench.BenchmarkRunProgress")]
public sealed record BenchmarkRunProgress
{
    /// <summary>Scenario runs in all.</summary>
    [Id(0)]
    public required int Total { get; init; }

    /// <summary>Not started yet.</summary>
    [Id(1)]
    public required int Pending { get; init; }

    /// <summary>Started and not ended.</summary>
    [Id(2)]
    public required int Active { get; init; }

    /// <summary>Ended with a score.</summary>
    [Id(3)]
    public required int Scored { get; init; }

    /// <summary>Ended by a failure or a timeout, without a score.</summary>
    [Id(4)]
    public required int Failed { get; init; }

    /// <summary>Canceled.</summary>
    [Id(5)]
    public required int Canceled { get; init; }
}
