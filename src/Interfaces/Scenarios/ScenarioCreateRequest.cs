using BenchCluster.Scoring;

namespace BenchCluster.Scenarios;

/// <summary>The body of <c>POST /v1/scenarios</c>.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScenarioCreateRequest")]
public sealed record ScenarioCreateRequest
{
    /// <summary>The name; need not be unique.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What it asks.</summary>
    [Id(1)]
    public required InputContext InputContext { get; init; }

    /// <summary>How it is scored.</summary>
    [Id(2)]
    public required ScoringContract ScoringContract { get; init; }

    /// <summary>Where it runs.</summary>
    [Id(3)]
    public ScenarioEnvironment? EnvironmentParameters { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(4)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The reference: a git diff, or a script.</summary>
    [Id(5)]
    public string? ReferenceOutput { get; init; }

    /// <summary>Variables without which it will not start.</summary>
    [Id(6)]
    public IReadOnlyList<string>? RequiredEnvironmentVariables { get; init; }

    /// <summary>Secrets without which it will not start.</summary>
    [Id(7)]
    public IReadOnlyList<string>? RequiredSecretNames { get; init; }

    /// <summary>Seconds for all of scoring; default 1800.</summary>
    [Id(8)]
    public double? ScorerTimeoutSec { get; init; }

    /// <summary>How it is validated.</summary>
    [Id(9)]
    public ValidationType? ValidationType { get; init; }

    /// <summary>A reference of several files (an extension of the contract).</summary>
    [Id(10)]
    public ReferenceSolution? ReferenceSolution { get; init; }

    /// <summary>Limits for agents (an extension of the contract).</summary>
    [Id(11)]
    public AgentDefaults? Agent { get; init; }

    /// <summary>An environment of the scorers' own (an extension of the contract).</summary>
    [Id(12)]
    public ScoringEnvironment? ScoringEnvironment { get; init; }

    /// <summary>Its steps, where it has several (an extension of the contract); as many as scoring functions, in their order.</summary>
    [Id(13)]
    public IReadOnlyList<ScenarioStep>? Steps { get; init; }

    /// <summary>What the score is of one with steps; default their mean. The contract's weights are not used (an extension).</summary>
    [Id(14)]
    public StepScore? StepScore { get; init; }
}
