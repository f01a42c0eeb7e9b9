using System.Text.Json.Serialization;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.BenchmarkRuns;

/// <summary>The body of <c>POST /v1/benchmarks/start_run</c>.</summary>
[GenerateSerializer, Immutable, Alias("bench.StartBenchmarkRunRequest")]
public sealed record StartBenchmarkRunRequest
{
    /// <summary>The benchmark; null only for a job's run over scenarios of none.</summary>
    [Id(0)]
    public string? BenchmarkId { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(1)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The name.</summary>
    [Id(2)]
    public string? RunName { get; init; }

    /// <summary>What the run adds to every scenario's environment.</summary>
    [Id(3)]
    [JsonPropertyName("runProfile")]
    public RunProfile? RunProfile { get; init; }

    /// <summary>
    /// An agent that does the work on every scenario (an extension of the contract). Without it the caller starts a
    /// scenario run for each scenario, and completes the benchmark run.
    /// </summary>
    [Id(4)]
    public AgentSpec? Agent { get; init; }

    /// <summary>How many scenario runs go on at once; default 4. Only with an agent.</summary>
    [Id(5)]
    public int? NConcurrentTrials { get; init; }

    /// <summary>How many runs each scenario gets; default 1. Only with an agent.</summary>
    [Id(6)]
    public int? NAttempts { get; init; }

    /// <summary>
    /// Only with an agent of the type <c>patch</c>: the objects of the patches by the id of their scenario, as
    /// <see cref="AgentSpec.PatchObjectId"/> has them (an extension of the contract).
    /// </summary>
    [Id(7)]
    public IReadOnlyDictionary<string, string>? Patches { get; init; }

    /// <summary>The scenarios that a job fixed when it was made; the API does not take it.</summary>
    [Id(20)]
    public IReadOnlyList<string>? ScenarioIds { get; init; }

    /// <summary>What a job says of failures and times; the API does not take it.</summary>
    [Id(21)]
    public RunPolicy? Policy { get; init; }
}
