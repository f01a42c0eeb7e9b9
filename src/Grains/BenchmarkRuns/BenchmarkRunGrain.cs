using BenchCluster.Benchmarks;
using BenchCluster.Index;
using BenchCluster.Lifecycles;
using BenchCluster.ScenarioRuns;
using BenchCluster.Secrets;

namespace BenchCluster.BenchmarkRuns;

/// <summary>A benchmark run: the shell around <see cref="BenchmarkRunLifecycle"/>.</summary>
internal sealed class BenchmarkRunGrain(
    [PersistentState("benchmark-run")] IPersistentState<BenchmarkRunRecord> storage,
    [PersistentState("benchmark-run-scenarios")] IPersistentState<BenchmarkRunScenarios> scenarios,
    ResourceServices services,
    RunRequirements requirements,
    BenchmarkRunChildren children,
    ISecretVault vault)
    : LifecycleGrain<BenchmarkRunRecord, BenchmarkRunEvent, BenchmarkRunEffect>(ResourceKind.BenchmarkRun, storage, services),
        IBenchmarkRunGrain
{
    private HashSet<string>? _scenarioSet;

    private IReadOnlyList<string> ScenarioIds => State.ScenarioIds.Count > 0 ? State.ScenarioIds : scenarios.State.ScenarioIds;

    public async Task<BenchmarkRunView> Start(StartBenchmarkRunRequest request)
    {
        if (!Exists)
        {
            var scenarioIds = await ScenariosAsync(request);
            await KeepAsync(scenarioIds, request.Patches);
            request = request with { ScenarioIds = null, Patches = null, RunProfile = RunProfiles.Sealed(request.RunProfile, vault, Id) };
            await ApplyAsync(new BenchmarkRunEvent.Started(Id, request, scenarioIds.Count, Now));
        }

        return BenchmarkRunViews.Of(State);
    }

    public Task<BenchmarkRunView> Get() => Task.FromResult(BenchmarkRunViews.Of(Existing()));

    public async Task<BenchmarkRunView> WaitForEnd(TimeSpan wait, CancellationToken cancellationToken)
    {
        _ = Existing();
        await WaitUntilAsync(run => run.IsTerminal, wait, cancellationToken);
        return BenchmarkRunViews.Of(Existing());
    }

    public async Task<ScenarioRunPlace> Reserve(string scenarioId)
    {
        var run = Existing();
        if (run.IsTerminal)
            throw new BenchException(BenchError.Conflict, $"benchmark_run_id: the benchmark run '{Id}' has ended.");
        if (run.IsOrchestrated)
            throw new BenchException(BenchError.Conflict, $"benchmark_run_id: the benchmark run '{Id}' has an agent and starts its scenario runs itself.");
        if (!(_scenarioSet ??= [.. ScenarioIds]).Contains(scenarioId))
            throw BenchException.Invalid("scenario_id", $"the scenario '{scenarioId}' is not one of the benchmark run '{Id}'.");
        await ApplyAsync(new BenchmarkRunEvent.PlaceReserved());
        var place = State.Started - 1;
        return new ScenarioRunPlace(State.ChildId(place), place, State.Request!.RunProfile);
    }

    public async Task Withdraw(int place)
    {
        if (!await children.ExistsAsync(Existing().ChildId(place)))
            await ApplyAsync(new BenchmarkRunEvent.PlaceWithdrawn(place));
    }

    public Task Report(ScenarioRunOutcome outcome)
    {
        _ = Existing();
        return ApplyAsync(new BenchmarkRunEvent.ChildEnded(outcome, Now));
    }

    public async Task<BenchmarkRunView> Complete()
    {
        if (Existing() is { IsTerminal: false, IsOrchestrated: true })
            throw new BenchException(BenchError.Conflict, $"The benchmark run '{Id}' completes by itself when its scenario runs have ended; cancel it to end it now.");
        await ApplyAsync(new BenchmarkRunEvent.CompleteRequested(await SeeAsync(), Now));
        return BenchmarkRunViews.Of(State);
    }

    public async Task<BenchmarkRunView> Cancel()
    {
        _ = Existing();
        await ApplyAsync(new BenchmarkRunEvent.CancelRequested(await SeeAsync(), Now));
        return BenchmarkRunViews.Of(State);
    }

    public Task SetLimit(int limit)
    {
        _ = Existing();
        return ApplyAsync(new BenchmarkRunEvent.LimitSet(limit));
    }

    public Task Reconcile() => ResumeAsync();

    protected override BenchmarkRunRecord Decide(BenchmarkRunRecord state, BenchmarkRunEvent happened) =>
        BenchmarkRunLifecycle.Decide(state, happened);

    protected override IEnumerable<BenchmarkRunEffect> Due(BenchmarkRunRecord state) => BenchmarkRunLifecycle.Due(state);

    protected override async Task<BenchmarkRunEvent> PerformAsync(BenchmarkRunEffect effect, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case BenchmarkRunEffect.RunChild child:
                return new BenchmarkRunEvent.ChildEnded(await children.RunAsync(State, child.Index, ScenarioOf(child.Index), AgentOf(child.Index), cancellationToken), Now);
            case BenchmarkRunEffect.CancelChildren:
                return new BenchmarkRunEvent.ChildrenCanceled(await children.CancelAsync(State));
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "Unknown effect.");
        }
    }

    protected override BenchmarkRunEvent? Explain(BenchmarkRunEffect effect, Exception exception) =>
        effect is BenchmarkRunEffect.RunChild child && exception is BenchException { Code: not (BenchError.Unavailable or BenchError.TooMany) }
            ? new BenchmarkRunEvent.ChildRefused(child.Index, ScenarioOf(child.Index), exception.Message, Now)
            : null;

    protected override ResourceRow Row(BenchmarkRunRecord state)
    {
        var view = BenchmarkRunViews.Of(state);
        return RowOf(state, view, WireJson.NameOf(state.State), BenchmarkRunLifecycle.IsFinished(state), view.Name);
    }

    /// <summary>The scenarios: those that a job fixed, else the benchmark's as they are now.</summary>
    private async Task<IReadOnlyList<string>> ScenariosAsync(StartBenchmarkRunRequest request)
    {
        if (request.BenchmarkId is null)
            return request.ScenarioIds ?? [];
        var benchmark = await GrainFactory.GetGrain<IBenchmarkGrain>(request.BenchmarkId).Get();
        var scenarioIds = request.ScenarioIds ?? benchmark.ScenarioIds;
        if (scenarioIds.Count == 0)
            throw BenchException.Invalid("benchmark_id", $"the benchmark '{benchmark.Name}' has no scenarios, so there is nothing to run.");
        if (request.Patches?.Keys.Except(scenarioIds).FirstOrDefault() is { } stranger)
            throw BenchException.Invalid($"patches.{stranger}", $"is no scenario of the benchmark '{benchmark.Name}'.");
        await requirements.CheckAsync(
            $"the benchmark '{benchmark.Name}'", benchmark.RequiredEnvironmentVariables, benchmark.RequiredSecretNames,
            RunProfiles.WithAgent(request.RunProfile, request.Agent), null);
        return scenarioIds;
    }

    /// <summary>The scenario of a child: trials of one scenario stand side by side.</summary>
    private string ScenarioOf(int index) => ScenarioIds[index / State.Trials];

    /// <summary>The agent of a child: one that applies a patch has its own.</summary>
    private AgentSpec AgentOf(int index)
    {
        var agent = State.Request!.Agent!;
        return agent.Type is AgentKind.Patch ? agent with { PatchObjectId = scenarios.State.Patches?.GetValueOrDefault(ScenarioOf(index)) } : agent;
    }

    /// <summary>Keeps the scenarios before there is a run: without one, nobody looks for them.</summary>
    private async Task KeepAsync(IReadOnlyList<string> ids, IReadOnlyDictionary<string, string>? patches)
    {
        scenarios.State = new BenchmarkRunScenarios { Id = Id, CreatedAt = Now, ScenarioIds = ids, Patches = patches };
        try
        {
            await scenarios.WriteStateAsync();
        }
        catch (Exception)
        {
            DeactivateOnIdle();
            throw new BenchException(BenchError.Unavailable, $"The scenarios of the benchmark run '{Id}' could not be saved; nothing has changed.");
        }
    }

    /// <summary>
    /// Where the children are that a caller drives and that have not reported yet: a caller that has just completed one
    /// and asks for the score next must find it counted.
    /// </summary>
    private async Task<ChildrenSeen> SeeAsync() =>
        State is { IsOrchestrated: false, IsTerminal: false } ? await children.SeeAsync(State) : ChildrenSeen.None;
}
