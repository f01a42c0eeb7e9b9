using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.ScenarioRuns;

/// <summary>What is persisted of a scenario run.</summary>
internal sealed record ScenarioRunRecord : ResourceState
{
    /// <summary>What was asked for.</summary>
    public ScenarioRunSpec? Spec { get; init; }

    /// <summary>The scenario as it was when the run began; later changes do not touch the run.</summary>
    public ScenarioView? Scenario { get; init; }

    /// <summary>The state.</summary>
    public ScenarioRunState State { get; init; }

    /// <summary>What it is doing.</summary>
    public ScenarioRunStep Step { get; init; }

    /// <summary>Counts its environments, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>When scoring began.</summary>
    public DateTimeOffset? ScoringAt { get; init; }

    /// <summary>When the devbox was ready: what was changed in it later is the agent's doing.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>Where it is scored, once that was looked at.</summary>
    public ScoreIn? ScoreIn { get; init; }

    /// <summary>What of the agent's disk is taken to be scored, where that is not all of it.</summary>
    public IReadOnlyList<string> ScorePaths { get; init; } = [];

    /// <summary>What makes its score less trustworthy, as far as that was looked at.</summary>
    public IReadOnlyList<ScoreFlag> ScoreFlags { get; init; } = [];

    /// <summary>What the scorers' processes are called by; null until the disk was looked at.</summary>
    public string? ScoringNonce { get; init; }

    /// <summary>Whether the container was started anew for scoring.</summary>
    public bool IsDiskRenewed { get; init; }

    /// <summary>The results so far, in the contract's order.</summary>
    public IReadOnlyList<ScoringFunctionResult> Results { get; init; } = [];

    /// <summary>How the agent's work ended; of a scenario of several steps, in the last that it has worked on.</summary>
    public AgentResult? AgentResult { get; init; }

    /// <summary>How it ended in the steps before.</summary>
    public IReadOnlyList<AgentResult> EarlierAgentResults { get; init; } = [];

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed, in words.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Whose fault that is.</summary>
    public FailureClass? FailureClass { get; init; }

    /// <summary>What the earlier environments were lost to, in order.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>Whether its devboxes have been told to end.</summary>
    public bool IsReleased { get; init; }

    /// <summary>Whether its benchmark run, where that does not watch it, has counted it.</summary>
    public bool IsReported { get; init; }

    /// <summary>The devbox of this attempt; its id follows from the run's.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string DevboxId => ResourceId.Child(ResourceKind.Devbox, Id, Attempt);

    /// <summary>Whether an agent of ours works, and the run scores and completes itself.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOrchestrated => Spec?.Agent is not null;

    /// <summary>Environments that it may have, where it is orchestrated.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int MaxAttempts => Spec?.Policy is { } policy ? 1 + policy.Retries : ScenarioRunLifecycle.MaxAttempts;

    /// <summary>Whether it has ended for good.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsTerminal => State is ScenarioRunState.Completed or ScenarioRunState.Canceled or ScenarioRunState.Timeout or ScenarioRunState.Failed;

    /// <summary>The step that it is at, or was last; null where the scenario has none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ScenarioStep? CurrentStep => RunSteps.Current(this);

    /// <summary>The score, once all is scored that there is to score.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double? Score => RunSteps.Of(this).Count > 0 ? RunSteps.Score(this) : WeightedSum;

    private double? WeightedSum => Scenario is { } scenario && Results.Count > 0
        && Results.Count == scenario.ScoringContract.ScoringFunctionParameters.Count
            ? Math.Clamp(scenario.ScoringContract.ScoringFunctionParameters.Zip(Results, (f, r) => f.Weight * r.Score).Sum(), 0, 1)
            : null;
}
