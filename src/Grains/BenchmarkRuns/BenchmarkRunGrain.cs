using BenchCluster.Benchmarks;
using BenchCluster.Index;
using BenchCluster.Lifecycles;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.BenchmarkRuns;

/// <summary>A benchmark run: the shell around <see cref="BenchmarkRunLifecycle"/>.</summary>
internal sealed class BenchmarkRunGrain(
    [PersistentState("benchmark-run")] IPersistentState<BenchmarkRunRecord> storage, ResourceServices services)
    : LifecycleGrain<BenchmarkRunRecord, BenchmarkRunEvent, BenchmarkRunEffect>(ResourceKind.BenchmarkRun, storage, services),
        IBenchmarkRunGrain
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    public async Task<BenchmarkRunView> Start(StartBenchmarkRunRequest request)
    {
        if (!Exists)
        {
            var scenarioIds = request.ScenarioIds ?? await ScenariosAsync(request.BenchmarkId!);
            await ApplyAsync(new BenchmarkRunEvent.Started(Id, request with { ScenarioIds = null }, scenarioIds, Now));
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

    public async Task Register(string scenarioRunId, string scenarioId)
    {
        var run = Existing();
        if (run.IsTerminal)
            throw new BenchException(BenchError.Conflict, $"benchmark_run_id: the benchmark run '{Id}' has ended.");
        if (run.IsOrchestrated)
            throw new BenchException(BenchError.Conflict, $"benchmark_run_id: the benchmark run '{Id}' has an agent and starts its scenario runs itself.");
        if (!run.ScenarioIds.Contains(scenarioId))
            throw BenchException.Invalid("scenario_id", $"the scenario '{scenarioId}' is not one of the benchmark run '{Id}'.");
        await ApplyAsync(new BenchmarkRunEvent.ChildRegistered(scenarioRunId, scenarioId));
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
        await ApplyAsync(new BenchmarkRunEvent.CompleteRequested(Now));
        return BenchmarkRunViews.Of(State);
    }

    public async Task<BenchmarkRunView> Cancel()
    {
        _ = Existing();
        await ApplyAsync(new BenchmarkRunEvent.CancelRequested(Now));
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
                return new BenchmarkRunEvent.ChildEnded(await RunChildAsync(State, child.Index, cancellationToken), Now);
            case BenchmarkRunEffect.CancelChildren:
                return new BenchmarkRunEvent.ChildrenCanceled(await CancelChildrenAsync(State));
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "Unknown effect.");
        }
    }

    protected override BenchmarkRunEvent? Explain(BenchmarkRunEffect effect, Exception exception) =>
        effect is BenchmarkRunEffect.RunChild child && exception is BenchException { Code: not (BenchError.Unavailable or BenchError.TooMany) }
            ? new BenchmarkRunEvent.ChildRefused(child.Index, exception.Message, Now)
            : null;

    protected override ResourceRow Row(BenchmarkRunRecord state)
    {
        var view = BenchmarkRunViews.Of(state);
        return RowOf(state, view, WireJson.NameOf(state.State), BenchmarkRunLifecycle.IsFinished(state), view.Name);
    }

    private async Task<IReadOnlyList<string>> ScenariosAsync(string benchmarkId)
    {
        var benchmark = await GrainFactory.GetGrain<IBenchmarkGrain>(benchmarkId).Get();
        return benchmark.ScenarioIds.Count > 0
            ? benchmark.ScenarioIds
            : throw BenchException.Invalid("benchmark_id", $"the benchmark '{benchmark.Name}' has no scenarios, so there is nothing to run.");
    }

    /// <summary>Starts the child, or finds it, and stays until it has ended.</summary>
    private async Task<ScenarioRunOutcome> RunChildAsync(BenchmarkRunRecord run, int index, CancellationToken cancellationToken)
    {
        var child = GrainFactory.GetGrain<IScenarioRunGrain>(run.ChildId(index));
        var view = await child.Start(new ScenarioRunSpec
        {
            ScenarioId = run.ScenarioOf(index),
            RunName = null,
            Metadata = run.Request!.Metadata,
            BenchmarkRunId = run.Id,
            Profile = run.Request.RunProfile,
            Agent = run.Request.Agent,
            Index = index,
            Trial = index % run.Trials + 1,
            Policy = run.Request.Policy,
        });
        while (view.DurationMs is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            view = await child.WaitForChange(view.State, Poll, cancellationToken);
        }

        return OutcomeOf(view, index);
    }

    /// <summary>Cancels every child that has not ended, and returns how those ended that were ever started.</summary>
    private async Task<IReadOnlyList<ScenarioRunOutcome>> CancelChildrenAsync(BenchmarkRunRecord run)
    {
        var children = run.IsOrchestrated
            ? run.Active().Select(index => (Id: run.ChildId(index), Index: (int?)index))
            : run.Children.Where(child => !child.Value.HasEnded).Select(child => (Id: child.Key, Index: (int?)null));
        var outcomes = new List<ScenarioRunOutcome>();
        foreach (var (id, index) in children)
        {
            try
            {
                outcomes.Add(OutcomeOf(await GrainFactory.GetGrain<IScenarioRunGrain>(id).Cancel(), index));
            }
            catch (BenchException e) when (e.Code is BenchError.NotFound)
            {
                // It was about to be started, and will not be.
                outcomes.Add(new ScenarioRunOutcome(id, index, ScenarioRunState.Canceled, null));
            }
        }

        return outcomes;
    }

    private static ScenarioRunOutcome OutcomeOf(ScenarioRunView view, int? index) => new(
        view.Id, index, view.State, view.State is ScenarioRunState.Completed ? view.ScoringContractResult?.Score : null);
}
