using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.ScenarioRuns;

/// <summary>What can happen to a scenario run.</summary>
internal abstract record ScenarioRunEvent
{
    private ScenarioRunEvent()
    {
    }

    /// <summary>It was started.</summary>
    public sealed record Started(string Id, ScenarioRunSpec Spec, ScenarioView Scenario, DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>Its devbox runs.</summary>
    public sealed record EnvironmentReady(int Attempt, DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>Its devbox is lost or never came to be.</summary>
    public sealed record EnvironmentLost(int Attempt, string Reason, bool IsInfrastructure, DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>The agent's work has ended.</summary>
    public sealed record AgentFinished(int Attempt, AgentResult Result, DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>A step could not be made ready for the agent, so that nothing of it can be scored.</summary>
    public sealed record StepFailed(int Attempt, ScoringFunctionResult Result, DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>It cannot be carried out.</summary>
    public sealed record Failed(int Attempt, FailureClass Class, string Reason, DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>Somebody asked for its score.</summary>
    public sealed record ScoreRequested(DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>What the agent has changed is known; scoring may begin, or the container must be started anew before.</summary>
    /// <param name="Nonce">What the scorers' processes are called by, so that nobody in the devbox can forge their records.</param>
    public sealed record DiskInspected(
        int Attempt, ScoreIn ScoreIn, IReadOnlyList<string> Paths, IReadOnlyList<ScoreFlag> Flags, string Nonce) : ScenarioRunEvent;

    /// <summary>The container was started anew.</summary>
    public sealed record DiskRenewed(int Attempt) : ScenarioRunEvent;

    /// <summary>A scoring function has a result.</summary>
    public sealed record FunctionScored(
        int Attempt, int Index, ScoringFunctionResult Result, IReadOnlyList<ScoreFlag> Flags, DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>Somebody asked for its end.</summary>
    public sealed record CompleteRequested(DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>Somebody canceled it.</summary>
    public sealed record CancelRequested(DateTimeOffset At) : ScenarioRunEvent;

    /// <summary>Its devboxes have been told to end.</summary>
    public sealed record Released : ScenarioRunEvent;

    /// <summary>Its benchmark run has counted it.</summary>
    public sealed record Reported : ScenarioRunEvent;
}
