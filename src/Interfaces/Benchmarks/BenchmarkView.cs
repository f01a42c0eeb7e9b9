using System.Text.Json.Serialization;
using BenchCluster.Scenarios;

namespace BenchCluster.Benchmarks;

/// <summary>A benchmark, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.BenchmarkView")]
public sealed record BenchmarkView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>Whether it may be run.</summary>
    [Id(2)]
    public required DefinitionStatus Status { get; init; }

    /// <summary>The scenarios, in order; the contract names this field in camel case.</summary>
    [Id(3)]
    [JsonPropertyName("scenarioIds")]
    public required IReadOnlyList<string> ScenarioIds { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(4)]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Who made it.</summary>
    [Id(5)]
    public string? Attribution { get; init; }

    /// <summary>What it is.</summary>
    [Id(6)]
    public string? Description { get; init; }

    /// <summary>Always false: nothing is published.</summary>
    [Id(7)]
    public bool IsPublic { get; init; }

    /// <summary>Variables without which it will not start.</summary>
    [Id(8)]
    public IReadOnlyList<string>? RequiredEnvironmentVariables { get; init; }

    /// <summary>Secrets without which it will not start.</summary>
    [Id(9)]
    public IReadOnlyList<string>? RequiredSecretNames { get; init; }
}
