using BenchCluster.BenchmarkRuns;
using BenchCluster.Scenarios;

namespace BenchCluster.ScenarioRuns;

/// <summary>A scenario run to start.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScenarioRunSpec")]
public sealed record ScenarioRunSpec
{
    /// <summary>The scenario.</summary>
    [Id(0)]
    public required string ScenarioId { get; init; }

    /// <summary>The name.</summary>
    [Id(1)]
    public string? RunName { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(2)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The benchmark run that it belongs to.</summary>
    [Id(3)]
    public string? BenchmarkRunId { get; init; }

    /// <summary>What the run adds to the environment.</summary>
    [Id(4)]
    public RunProfile? Profile { get; init; }

    /// <summary>The agent; null leaves the work, and the call to score, to the caller.</summary>
    [Id(5)]
    public AgentSpec? Agent { get; init; }

    /// <summary>Its place among the benchmark run's children, where that run orchestrates.</summary>
    [Id(6)]
    public int? Index { get; init; }

    /// <summary>Which trial of its scenario it is, from 1.</summary>
    [Id(7)]
    public int? Trial { get; init; }

    /// <summary>Its place among the runs that the caller starts in the benchmark run.</summary>
    [Id(8)]
    public int? Place { get; init; }

    /// <summary>A scenario that exists for this run only; the run is in no list.</summary>
    [Id(9)]
    public ScenarioView? Scenario { get; init; }

    /// <summary>What its job says of failures and times.</summary>
    [Id(20)]
    public RunPolicy? Policy { get; init; }
}
