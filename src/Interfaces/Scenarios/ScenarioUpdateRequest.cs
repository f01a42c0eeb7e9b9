using BenchCluster.Scoring;

namespace BenchCluster.Scenarios;

/// <summary>The body of <c>POST /v1/scenarios/{id}</c>: null keeps, an empty value clears.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScenarioUpdateRequest")]
public sealed record ScenarioUpdateRequest
{
    /// <summary>The name; not blank.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>What it asks.</summary>
    [Id(1)]
    public InputContextUpdate? InputContext { get; init; }

    /// <summary>How it is scored.</summary>
    [Id(2)]
    public ScoringContractUpdate? ScoringContract { get; init; }

    /// <summary>Where it runs.</summary>
    [Id(3)]
    public ScenarioEnvironment? EnvironmentParameters { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(4)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The reference.</summary>
    [Id(5)]
    public string? ReferenceOutput { get; init; }

    /// <summary>Variables without which it will not start.</summary>
    [Id(6)]
    public IReadOnlyList<string>? RequiredEnvironmentVariables { get; init; }

    /// <summary>Secrets without which it will not start.</summary>
    [Id(7)]
    public IReadOnlyList<string>? RequiredSecretNames { get; init; }

    /// <summary>Seconds for all of scoring.</summary>
    [Id(8)]
    public double? ScorerTimeoutSec { get; init; }

    /// <summary>How it is validated: the name of a <see cref="Scenarios.ValidationType"/>; empty clears.</summary>
    [Id(9)]
    public string? ValidationType { get; init; }
}
