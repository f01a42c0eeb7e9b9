using System.Text.Json.Serialization;

namespace BenchCluster.ScenarioRuns;

/// <summary>The body of <c>POST /v1/scenarios/start_run</c>.</summary>
[GenerateSerializer, Immutable, Alias("bench.StartScenarioRunRequest")]
public sealed record StartScenarioRunRequest
{
    /// <summary>The scenario.</summary>
    [Id(0)]
    public required string ScenarioId { get; init; }

    /// <summary>The benchmark run to belong to.</summary>
    [Id(1)]
    public string? BenchmarkRunId { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(2)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The name.</summary>
    [Id(3)]
    public string? RunName { get; init; }

    /// <summary>What the run adds to the environment.</summary>
    [Id(4)]
    [JsonPropertyName("runProfile")]
    public RunProfile? RunProfile { get; init; }

    /// <summary>An agent that does the work (an extension of the contract); the run then scores and completes itself.</summary>
    [Id(5)]
    public AgentSpec? Agent { get; init; }
}
