namespace BenchCluster.Scenarios;

/// <summary>A command polled until it succeeds, as Docker's HEALTHCHECK is.</summary>
[GenerateSerializer, Immutable, Alias("bench.Healthcheck")]
public sealed record Healthcheck
{
    /// <summary>The command, for the shell.</summary>
    [Id(0)]
    public required string Command { get; init; }

    /// <summary>Seconds between tries; default 5.</summary>
    [Id(1)]
    public double? IntervalSec { get; init; }

    /// <summary>Seconds a try may take; default 30.</summary>
    [Id(2)]
    public double? TimeoutSec { get; init; }

    /// <summary>Failures in a row before giving up; default 3.</summary>
    [Id(3)]
    public int? Retries { get; init; }

    /// <summary>Seconds from the start in which failures do not count; default 0.</summary>
    [Id(4)]
    public double? StartPeriodSec { get; init; }

    /// <summary>Seconds between tries in that time; default 5.</summary>
    [Id(5)]
    public double? StartIntervalSec { get; init; }
}
