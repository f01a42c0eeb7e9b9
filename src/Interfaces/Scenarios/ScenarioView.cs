using BenchCluster.Scoring;

namespace BenchCluster.Scenarios;

/// <summary>A scenario, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScenarioView")]
public sealed record ScenarioView
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

    /// <summary>What it asks.</summary>
    [Id(3)]
    public required InputContext InputContext { get; init; }

    /// <summary>How it is scored.</summary>
    [Id(4)]
    public required ScoringContract ScoringContract { get; init; }

    /// <summary>Where it runs.</summary>
    [Id(5)]
    public ScenarioEnvironment? Environment { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(6)]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The reference.</summary>
    [Id(7)]
    public string? ReferenceOutput { get; init; }

    /// <summary>Variables without which it will not start.</summary>
    [Id(8)]
    public IReadOnlyList<string>? RequiredEnvironmentVariables { get; init; }

    /// <summary>Secrets without which it will not start.</summary>
    [Id(9)]
    public IReadOnlyList<string>? RequiredSecretNames { get; init; }

    /// <summary>Seconds for all of scoring.</summary>
    [Id(10)]
    public double? ScorerTimeoutSec { get; init; }

    /// <summary>How it is validated.</summary>
    [Id(11)]
    public ValidationType? ValidationType { get; init; }

    /// <summary>Always false: nothing is published.</summary>
    [Id(12)]
    public bool IsPublic { get; init; }

    /// <summary>A reference of several files (an extension of the contract).</summary>
    [Id(13)]
    public ReferenceSolution? ReferenceSolution { get; init; }

    /// <summary>Limits for agents (an extension of the contract).</summary>
    [Id(14)]
    public AgentDefaults? Agent { get; init; }

    /// <summary>An environment of the scorers' own (an extension of the contract).</summary>
    [Id(15)]
    public ScoringEnvironment? ScoringEnvironment { get; init; }

    /// <summary>Its steps, where it has several (an extension of the contract); as many as scoring functions, in their order.</summary>
    [Id(16)]
    public IReadOnlyList<ScenarioStep>? Steps { get; init; }

    /// <summary>What the score is of one with steps; default their mean. The contract's weights are not used (an extension).</summary>
    [Id(17)]
    public StepScore? StepScore { get; init; }
}
