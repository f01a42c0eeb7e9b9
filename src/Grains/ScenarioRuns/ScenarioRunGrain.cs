using BenchCluster.BenchmarkRuns;
using BenchCluster.Index;
using BenchCluster.Lifecycles;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Secrets;

namespace BenchCluster.ScenarioRuns;

/// <summary>A scenario run: the shell around <see cref="ScenarioRunLifecycle"/>.</summary>
// While anything is due the grain keeps itself active. There are too many that have ended to keep them in memory for long.
[CollectionAgeLimit(Minutes = 2)]
internal sealed class ScenarioRunGrain(
    [PersistentState("scenario-run")] IPersistentState<ScenarioRunRecord> storage,
    ResourceServices services,
    AgentStep agentStep,
    ScorerRunner scorerRunner,
    ScoringDisk scoringDisk,
    EnvironmentStep environmentStep,
    RunRequirements requirements,
    ISecretVault vault)
    : LifecycleGrain<ScenarioRunRecord, ScenarioRunEvent, ScenarioRunEffect>(ResourceKind.ScenarioRun, storage, services),
        IScenarioRunGrain
{
    private static readonly TimeSpan DefaultScoringTime = TimeSpan.FromMinutes(30);

    /// <summary>How long scoring waits for space on its node before the run is given another environment.</summary>
    private static readonly TimeSpan LongestWithoutSpace = TimeSpan.FromMinutes(1);

    public async Task<ScenarioRunView> Start(ScenarioRunSpec spec)
    {
        if (!Exists)
        {
            var scenario = spec.Scenario ?? await GrainFactory.GetGrain<IScenarioGrain>(spec.ScenarioId).Get();
            if (scenario.Status is DefinitionStatus.Archived)
                throw new BenchException(BenchError.Conflict, $"scenario_id: the scenario '{scenario.Id}' is archived and cannot be run.");
            if (scenario.Steps is { Count: > 0 } && spec.Agent is null or { Type: AgentKind.Patch })
                throw BenchException.Invalid("scenario_id", $"the scenario '{scenario.Name}' has several steps, each with a task of its own, so it is run with an agent.");
            await requirements.CheckAsync(
                $"the scenario '{scenario.Name}'", scenario.RequiredEnvironmentVariables, scenario.RequiredSecretNames,
                RunProfiles.WithAgent(spec.Profile, spec.Agent), scenario.Environment);
            spec = spec with { Profile = RunProfiles.Sealed(spec.Profile, vault, Id) };
            await ApplyAsync(new ScenarioRunEvent.Started(Id, spec, scenario, Now));
            await ShowDevboxAsync();
        }

        return ScenarioRunViews.Of(State);
    }

    public Task<ScenarioRunView> Get() => Task.FromResult(ScenarioRunViews.Of(Existing()));

    public Task<ScenarioView> GetScenario() => Task.FromResult(Existing().Scenario!);

    public async Task<ScenarioRunView> WaitForChange(ScenarioRunState state, TimeSpan wait, CancellationToken cancellationToken)
    {
        _ = Existing();
        await WaitUntilAsync(run => run.State != state, wait, cancellationToken);
        return ScenarioRunViews.Of(Existing());
    }

    public async Task<ScenarioRunView> Score()
    {
        var run = Existing();
        if (run.Step is not (ScenarioRunStep.Ready or ScenarioRunStep.Scoring or ScenarioRunStep.Scored))
        {
            throw new BenchException(BenchError.Conflict, run.IsTerminal
                ? $"The scenario run '{Id}' has ended ({WireJson.NameOf(run.State)}) and cannot be scored."
                : $"The scenario run '{Id}' cannot be scored yet: {(run.IsOrchestrated ? "its agent works" : "its devbox is not ready")}.");
        }

        await ApplyAsync(new ScenarioRunEvent.ScoreRequested(Now));
        return ScenarioRunViews.Of(State);
    }

    public async Task<ScenarioRunView> Complete()
    {
        var run = Existing();
        if (run is { IsOrchestrated: true, IsTerminal: false })
            throw new BenchException(BenchError.Conflict, $"The scenario run '{Id}' has an agent and completes by itself; cancel it to end it now.");
        if (run.Step is ScenarioRunStep.Scoring)
            throw new BenchException(BenchError.Conflict, $"The scenario run '{Id}' cannot be completed while it is being scored.");
        await ApplyAsync(new ScenarioRunEvent.CompleteRequested(Now));
        return ScenarioRunViews.Of(State);
    }

    public async Task<ScenarioRunView> Cancel()
    {
        _ = Existing();
        await ApplyAsync(new ScenarioRunEvent.CancelRequested(Now));
        return ScenarioRunViews.Of(State);
    }

    public Task Reconcile() => ResumeAsync();

    protected override ScenarioRunRecord Decide(ScenarioRunRecord state, ScenarioRunEvent happened) =>
        ScenarioRunLifecycle.Decide(state, happened);

    protected override IEnumerable<ScenarioRunEffect> Due(ScenarioRunRecord state) => ScenarioRunLifecycle.Due(state);

    protected override async Task<ScenarioRunEvent> PerformAsync(ScenarioRunEffect effect, CancellationToken cancellationToken)
    {
        var run = State;
        switch (effect)
        {
            case ScenarioRunEffect.EnsureEnvironment:
                return await environmentStep.EnsureAsync(run, cancellationToken);
            case ScenarioRunEffect.WatchEnvironment:
                return await environmentStep.WatchAsync(run, cancellationToken);
            case ScenarioRunEffect.RunAgent:
                return await environmentStep.GuardAsync(run, () => agentStep.RunAsync(run, Services.Clock, cancellationToken));
            case ScenarioRunEffect.InspectDisk:
                return await environmentStep.GuardAsync(run, () => scoringDisk.InspectAsync(run, cancellationToken));
            case ScenarioRunEffect.RenewDisk:
                return await environmentStep.GuardAsync(run, () => scoringDisk.RenewAsync(run, cancellationToken));
            case ScenarioRunEffect.ScoreFunction score:
                return await environmentStep.GuardAsync(run, async () =>
                {
                    var scored = await scorerRunner.ScoreAsync(run, score.Index, ScoringTimeLeft(run), cancellationToken);
                    return new ScenarioRunEvent.FunctionScored(run.Attempt, score.Index, scored.Result, scored.Flags, Now);
                });
            case ScenarioRunEffect.Release:
                await environmentStep.ReleaseAsync(run);
                return new ScenarioRunEvent.Released();
            case ScenarioRunEffect.Report:
                await GrainFactory.GetGrain<IBenchmarkRunGrain>(run.Spec!.BenchmarkRunId!)
                    .Report(new ScenarioRunOutcome(run.Id, run.Spec.Place, run.State, run.State is ScenarioRunState.Completed ? run.Score : null));
                return new ScenarioRunEvent.Reported();
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "Unknown effect.");
        }
    }

    protected override ScenarioRunEvent? Explain(ScenarioRunEffect effect, Exception exception) => exception switch
    {
        // A definition that is wrong stays wrong; anything else may pass.
        BenchException { Code: BenchError.Unavailable or BenchError.TooMany } => null,
        // Scorers work on the node's disk: that it is full is nothing of the agent's work, and may pass.
        BenchException { Code: BenchError.DiskFull } when State.ScoringAt is { } begun && Now - begun < LongestWithoutSpace => null,
        BenchException { Code: BenchError.DiskFull } e when State.ScoringAt is not null =>
            new ScenarioRunEvent.EnvironmentLost(State.Attempt, e.Message, IsInfrastructure: true, Now),
        BenchException e when effect is ScenarioRunEffect.EnsureEnvironment or ScenarioRunEffect.RunAgent
            or ScenarioRunEffect.InspectDisk or ScenarioRunEffect.RenewDisk or ScenarioRunEffect.ScoreFunction =>
            new ScenarioRunEvent.Failed(State.Attempt, FailureClass.Environment, e.Message, Now),
        BenchException { Code: BenchError.NotFound } when effect is ScenarioRunEffect.Report => new ScenarioRunEvent.Reported(),
        _ => null,
    };

    protected override ResourceRow Row(ScenarioRunRecord state)
    {
        var view = ScenarioRunViews.Of(state);
        return RowOf(state, view, WireJson.NameOf(state.State), ScenarioRunLifecycle.IsFinished(state), view.Name ?? view.ScenarioName) with
        {
            IsHidden = state.Spec!.Scenario is not null,
        };
    }

    /// <summary>
    /// Makes the devbox of a run that its caller drives before the answer: the caller asks for it next. When it cannot be
    /// made, the effect that makes it says so.
    /// </summary>
    private async Task ShowDevboxAsync()
    {
        if (State.IsOrchestrated)
            return;
        try
        {
            await environmentStep.CreateAsync(State);
        }
        catch (BenchException)
        {
            // As said.
        }
    }

    private TimeSpan ScoringTimeLeft(ScenarioRunRecord run)
    {
        var all = run.Scenario!.ScorerTimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultScoringTime;
        return all * (run.Spec!.Policy?.ScoringTimeoutFactor ?? 1) - (Now - (run.ScoringAt ?? Now));
    }
}
