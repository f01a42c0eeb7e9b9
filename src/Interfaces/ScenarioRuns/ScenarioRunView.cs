using BenchCluster.Scoring;

namespace BenchCluster.ScenarioRuns;

/// <summary>A scenario run, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScenarioRunView")]
public sealed record ScenarioRunView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The scenario.</summary>
    [Id(1)]
    public required string ScenarioId { get; init; }

    /// <summary>The devbox; of the latest attempt.</summary>
    [Id(2)]
    public required string DevboxId { get; init; }

    /// <summary>The state.</summary>
    [Id(3)]
    public required ScenarioRunState State { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(4)]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The benchmark run that it belongs to.</summary>
    [Id(5)]
    public string? BenchmarkRunId { get; init; }

    /// <summary>The name.</summary>
    [Id(6)]
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    [Id(7)]
    public string? Purpose { get; init; }

    /// <summary>The start, in Unix milliseconds.</summary>
    [Id(8)]
    public long StartTimeMs { get; init; }

    /// <summary>How long it took from start to end, in milliseconds; present once ended.</summary>
    [Id(9)]
    public long? DurationMs { get; init; }

    /// <summary>Variables that the run added.</summary>
    [Id(10)]
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }

    /// <summary>The scores; present once scored.</summary>
    [Id(11)]
    public ScoringContractResult? ScoringContractResult { get; init; }

    /// <summary>What it is doing (an extension of the contract).</summary>
    [Id(12)]
    public ScenarioRunStep Step { get; init; }

    /// <summary>The scenario's name (an extension of the contract).</summary>
    [Id(13)]
    public string? ScenarioName { get; init; }

    /// <summary>How many environments it has had; more than one after a loss of infrastructure (an extension).</summary>
    [Id(14)]
    public int Attempt { get; init; }

    /// <summary>Which of the benchmark run's trials of this scenario it is, from 1 (an extension).</summary>
    [Id(15)]
    public int? Trial { get; init; }

    /// <summary>The agent, where the run is orchestrated (an extension).</summary>
    [Id(16)]
    public AgentSpec? Agent { get; init; }

    /// <summary>How the agent's work ended (an extension).</summary>
    [Id(17)]
    public AgentResult? AgentResult { get; init; }

    /// <summary>Why it failed, in words (an extension).</summary>
    [Id(18)]
    public string? FailureReason { get; init; }

    /// <summary>Whose fault that is (an extension).</summary>
    [Id(19)]
    public FailureClass? FailureClass { get; init; }

    /// <summary>Variables by the name of the secret whose value they have.</summary>
    [Id(20)]
    public IReadOnlyDictionary<string, string>? SecretsProvided { get; init; }

    /// <summary>Where it was or is to be scored (an extension).</summary>
    [Id(21)]
    public ScoreIn? ScoreIn { get; init; }

    /// <summary>What makes its score less trustworthy; empty when nothing was seen, absent before scoring (an extension).</summary>
    [Id(22)]
    public IReadOnlyList<ScoreFlag>? ScoreFlags { get; init; }

    /// <summary>How the agent's work went, step by step, in a scenario of several (an extension).</summary>
    [Id(23)]
    public IReadOnlyList<StepResult>? StepResults { get; init; }
}
