using BenchCluster.Scoring;

namespace BenchCluster.ScenarioRuns;

/// <summary>The life of a scenario run, as a pure function.</summary>
internal static class ScenarioRunLifecycle
{
    /// <summary>Environments that an orchestrated run of no job may have; more than one only after losses of infrastructure.</summary>
    public const int MaxAttempts = 3;

    /// <summary>The next state; the same instance when the event changes nothing.</summary>
    public static ScenarioRunRecord Decide(ScenarioRunRecord run, ScenarioRunEvent happened) => happened switch
    {
        ScenarioRunEvent.Started e => run.Id.Length > 0 ? run : Start(run, e),
        _ when run.Id.Length == 0 => run,
        ScenarioRunEvent.Released => run.IsReleased || !run.IsTerminal ? run : run with { IsReleased = true },
        ScenarioRunEvent.Reported => run.IsReported || !run.IsTerminal ? run : run with { IsReported = true },
        _ when run.IsTerminal => run,
        ScenarioRunEvent.EnvironmentReady e => run.Step is ScenarioRunStep.Environment && e.Attempt == run.Attempt
            ? run with { Step = run.IsOrchestrated ? ScenarioRunStep.Agent : ScenarioRunStep.Ready, ReadyAt = e.At }
            : run,
        ScenarioRunEvent.EnvironmentLost e => e.Attempt == run.Attempt && run.Step is not ScenarioRunStep.Scored ? Lose(run, e) : run,
        ScenarioRunEvent.AgentFinished e => run.Step is ScenarioRunStep.Agent && e.Attempt == run.Attempt
            ? BeginScoring(run with { AgentResult = e.Result }, e.At)
            : run,
        ScenarioRunEvent.StepFailed e => run.Step is ScenarioRunStep.Agent && e.Attempt == run.Attempt && run.CurrentStep is not null
            ? Score(run with { Results = [.. run.Results, e.Result] }, e.At)
            : run,
        ScenarioRunEvent.Failed e => e.Attempt == run.Attempt ? Fail(run, e.Class, e.Reason, e.At) : run,
        ScenarioRunEvent.ScoreRequested e => run.Step is ScenarioRunStep.Ready ? BeginScoring(run, e.At) : run,
        ScenarioRunEvent.DiskInspected e => run is { Step: ScenarioRunStep.Scoring, ScoringNonce: null } && e.Attempt == run.Attempt
            ? run with { ScoreIn = e.ScoreIn, ScorePaths = e.Paths, ScoreFlags = [.. run.ScoreFlags, .. e.Flags], ScoringNonce = e.Nonce }
            : run,
        ScenarioRunEvent.DiskRenewed e => run is { Step: ScenarioRunStep.Scoring, ScoringNonce: not null } && e.Attempt == run.Attempt
            ? run with { IsDiskRenewed = true }
            : run,
        ScenarioRunEvent.FunctionScored e => CanScore(run) && e.Attempt == run.Attempt && e.Index == run.Results.Count
            ? Score(run with { Results = [.. run.Results, e.Result], ScoreFlags = [.. run.ScoreFlags, .. e.Flags] }, e.At)
            : run,
        ScenarioRunEvent.CompleteRequested e => !run.IsOrchestrated && run.Step is (ScenarioRunStep.Ready or ScenarioRunStep.Scored or ScenarioRunStep.Environment)
            ? End(run, ScenarioRunState.Completed, e.At)
            : run,
        ScenarioRunEvent.CancelRequested e => End(run, ScenarioRunState.Canceled, e.At),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown event."),
    };

    /// <summary>The effects that the state calls for.</summary>
    public static IEnumerable<ScenarioRunEffect> Due(ScenarioRunRecord run)
    {
        if (run.Id.Length == 0)
            yield break;
        if (run.IsTerminal)
        {
            if (!run.IsReleased)
                yield return new ScenarioRunEffect.Release();
            // A benchmark run that orchestrates watches its children; one that does not has to be told.
            if (!run.IsReported && run.Spec is { BenchmarkRunId: not null, Index: null })
                yield return new ScenarioRunEffect.Report();
            yield break;
        }

        switch (run.Step)
        {
            case ScenarioRunStep.Environment:
                yield return new ScenarioRunEffect.EnsureEnvironment(run.Attempt);
                break;
            case ScenarioRunStep.Ready:
                yield return new ScenarioRunEffect.WatchEnvironment(run.Attempt);
                break;
            case ScenarioRunStep.Agent:
                yield return new ScenarioRunEffect.RunAgent(run.Attempt);
                break;
            case ScenarioRunStep.Scoring:
                yield return run.ScoringNonce is null ? new ScenarioRunEffect.InspectDisk(run.Attempt)
                    : !CanScore(run) ? new ScenarioRunEffect.RenewDisk(run.Attempt)
                    : new ScenarioRunEffect.ScoreFunction(run.Attempt, run.Results.Count);
                break;
        }
    }

    /// <summary>Whether nothing is left to be done for the run.</summary>
    public static bool IsFinished(ScenarioRunRecord run) => run.IsTerminal && !Due(run).Any();

    private static ScenarioRunRecord Start(ScenarioRunRecord run, ScenarioRunEvent.Started e)
    {
        var started = run with
        {
            Id = e.Id,
            Spec = e.Spec,
            Scenario = e.Scenario,
            CreatedAt = e.At,
            Attempt = 1,
            State = ScenarioRunState.Running,
            Step = ScenarioRunStep.Environment,
        };
        return e.Spec.Agent is { Type: AgentKind.Patch, PatchObjectId: null or "" } agent
            ? Fail(started, FailureClass.Agent, agent.PatchObjectId is null ? "There is no patch for this scenario." : "The patch is empty.", e.At)
            : started;
    }

    /// <summary>
    /// A loss of infrastructure gives an orchestrated run another environment: nobody else has put work into the first.
    /// A run that its caller drives has, so it fails. A score that was begun in a lost environment is begun anew.
    /// </summary>
    private static ScenarioRunRecord Lose(ScenarioRunRecord run, ScenarioRunEvent.EnvironmentLost e) =>
        e.IsInfrastructure && run.IsOrchestrated && run.Attempt < run.MaxAttempts
            ? run with
            {
                Attempt = run.Attempt + 1,
                State = ScenarioRunState.Running,
                Step = ScenarioRunStep.Environment,
                Results = [],
                AgentResult = null,
                EarlierAgentResults = [],
                ScoringAt = null,
                ReadyAt = null,
                ScoreIn = null,
                ScorePaths = [],
                ScoreFlags = [],
                ScoringNonce = null,
                IsDiskRenewed = false,
                Losses = [.. run.Losses, e.Reason],
            }
            : Fail(run, e.IsInfrastructure ? FailureClass.Infrastructure : FailureClass.Environment, e.Reason, e.At);

    private static bool CanScore(ScenarioRunRecord run) =>
        run is { Step: ScenarioRunStep.Scoring, ScoringNonce: not null } && (run.IsDiskRenewed || run.ScoreIn is ScoreIn.Live or ScoreIn.Same);

    private static ScenarioRunRecord BeginScoring(ScenarioRunRecord run, DateTimeOffset at) =>
        run with { State = ScenarioRunState.Scoring, Step = ScenarioRunStep.Scoring, ScoringAt = at };

    private static ScenarioRunRecord Score(ScenarioRunRecord run, DateTimeOffset at) =>
        run.Score is null ? (run.CurrentStep is null ? run : BeginStep(run, at))
        : run.IsOrchestrated ? End(run, ScenarioRunState.Completed, at)
        : run with { State = ScenarioRunState.Scored, Step = ScenarioRunStep.Scored };

    /// <summary>The next step begins where the one before has left the devbox; what is changed from then on is the agent's doing again.</summary>
    private static ScenarioRunRecord BeginStep(ScenarioRunRecord run, DateTimeOffset at) => run with
    {
        State = ScenarioRunState.Running,
        Step = ScenarioRunStep.Agent,
        EarlierAgentResults = run.AgentResult is { } result ? [.. run.EarlierAgentResults, result] : run.EarlierAgentResults,
        AgentResult = null,
        ReadyAt = at,
        ScoringAt = null,
        ScoringNonce = null,
        IsDiskRenewed = false,
    };

    private static ScenarioRunRecord Fail(ScenarioRunRecord run, FailureClass @class, string reason, DateTimeOffset at) =>
        End(run with { FailureClass = @class, FailureReason = reason }, ScenarioRunState.Failed, at);

    private static ScenarioRunRecord End(ScenarioRunRecord run, ScenarioRunState state, DateTimeOffset at) =>
        run with { State = state, Step = ScenarioRunStep.Ended, EndedAt = at };
}
