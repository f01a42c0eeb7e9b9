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
            var benchmark = await GrainFactory.GetGrain<IBenchmarkGrain>(request.BenchmarkId).Get();
            if (benchmark.ScenarioIds.Count == 0)
                throw BenchException.Invalid("benchmark_id", $"the benchmark '{benchmark.Name}' has no scenarios, so there is nothing to run.");
            await ApplyAsync(new BenchmarkRunEvent.Started(Id, request, benchmark.ScenarioIds, Now));
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

    public Task Reconcile() => ResumeAsync();

    protected override BenchmarkRunRecord Decide(BenchmarkRunRecord state, BenchmarkRunEvent happened) =>
        BenchmarkRunLifecycle.Decide(state, happened);

    protected override IEnumerable<BenchmarkRunEffect> Due(BenchmarkRunRecord state) => BenchmarkRunLifecycle.Due(state);

    protected override async Task<BenchmarkRunEvent?> PerformAsync(BenchmarkRunEffect effect, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case BenchmarkRunEffect.RunChild child:
                await RunChildAsync(State, child.Index, cancellationToken);
                return null;
            case BenchmarkRunEffect.CancelChildren:
                foreach (var id in State.IsOrchestrated ? State.Active().Select(State.ChildId) : State.Children.Where(c => !c.Value.HasEnded).Select(c => c.Key))
                    await CancelChildAsync(id);
                return new BenchmarkRunEvent.ChildrenCanceled();
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

    /// <summary>Starts the child, or finds it, and stays until it has ended; the child itself reports how.</summary>
    private async Task RunChildAsync(BenchmarkRunRecord run, int index, CancellationToken cancellationToken)
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
        });
        while (view.DurationMs is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            view = await child.WaitForChange(view.State, Poll, cancellationToken);
        }

        // It has ended: nudge it, in case its report was lost with a silo.
        await child.Reconcile();
    }

    private async Task CancelChildAsync(string id)
    {
        try
        {
            await GrainFactory.GetGrain<IScenarioRunGrain>(id).Cancel();
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            // It was about to be started, and will not be.
        }
    }
}
