using BenchCluster.BenchmarkRuns;
using BenchCluster.Index;
using BenchCluster.Lifecycles;
using BenchCluster.Mounts;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.BenchmarkJobs;

/// <summary>A benchmark job: the shell around <see cref="BenchmarkJobLifecycle"/>.</summary>
internal sealed class BenchmarkJobGrain([PersistentState("benchmark-job")] IPersistentState<BenchmarkJobRecord> storage, ResourceServices services)
    : LifecycleGrain<BenchmarkJobRecord, BenchmarkJobEvent, BenchmarkJobEffect>(ResourceKind.BenchmarkJob, storage, services),
        IBenchmarkJobGrain
{
    private const int DistinctEnd = 8;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    public async Task<BenchmarkJobView> Create(BenchmarkJobPlan plan)
    {
        if (!Exists)
        {
            var name = plan.Name ?? $"{plan.Subject}-{Id[^DistinctEnd..]}";
            if (!await Services.Index.TryClaimNameAsync(ResourceKind.BenchmarkJob.Prefix, name, Id, CancellationToken.None))
                throw new BenchException(BenchError.Conflict, $"name: a benchmark job named '{name}' exists already; names are unique.");
            await ApplyAsync(new BenchmarkJobEvent.Created(Id, name, plan, Now));
        }

        return BenchmarkJobViews.Of(State);
    }

    public Task<BenchmarkJobView> Get() => Task.FromResult(BenchmarkJobViews.Of(Existing()));

    public async Task<BenchmarkJobView> WaitForEnd(TimeSpan wait, CancellationToken cancellationToken)
    {
        _ = Existing();
        await WaitUntilAsync(BenchmarkJobLifecycle.IsFinished, wait, cancellationToken);
        return BenchmarkJobViews.Of(Existing());
    }

    public async Task<BenchmarkJobView> Cancel()
    {
        _ = Existing();
        await ApplyAsync(new BenchmarkJobEvent.CancelRequested(Now));
        return BenchmarkJobViews.Of(State);
    }

    public Task Reconcile() => ResumeAsync();

    protected override BenchmarkJobRecord Decide(BenchmarkJobRecord state, BenchmarkJobEvent happened) =>
        BenchmarkJobLifecycle.Decide(state, happened);

    protected override IEnumerable<BenchmarkJobEffect> Due(BenchmarkJobRecord state) => BenchmarkJobLifecycle.Due(state);

    protected override async Task<BenchmarkJobEvent> PerformAsync(BenchmarkJobEffect effect, CancellationToken cancellationToken)
    {
        var job = State;
        switch (effect)
        {
            case BenchmarkJobEffect.StartRun start:
                await Run(job, start.Index).Start(RequestOf(job, start.Index));
                return new BenchmarkJobEvent.RunStarted(start.Index, Now);
            case BenchmarkJobEffect.FollowRun follow:
                return await FollowAsync(job, follow, cancellationToken);
            case BenchmarkJobEffect.CancelRuns:
                await CancelAsync(job);
                return new BenchmarkJobEvent.RunsCanceled();
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "Unknown effect.");
        }
    }

    protected override BenchmarkJobEvent? Explain(BenchmarkJobEffect effect, Exception exception) => (effect, exception) switch
    {
        (_, not BenchException or BenchException { Code: BenchError.Unavailable or BenchError.TooMany }) => null,
        (BenchmarkJobEffect.StartRun start, _) => new BenchmarkJobEvent.RunRefused(start.Index, exception.Message, Now),
        (BenchmarkJobEffect.FollowRun follow, _) => new BenchmarkJobEvent.RunRefused(follow.Index, exception.Message, Now),
        _ => null,
    };

    protected override ResourceRow Row(BenchmarkJobRecord state) =>
        RowOf(state, BenchmarkJobViews.Of(state), WireJson.NameOf(state.State), BenchmarkJobLifecycle.IsFinished(state), state.Name);

    private static StartBenchmarkRunRequest RequestOf(BenchmarkJobRecord job, int index)
    {
        var plan = job.Plan!;
        return new StartBenchmarkRunRequest
        {
            BenchmarkId = plan.BenchmarkId,
            RunName = $"{job.Name}/{plan.Agents[index].Name}",
            Agent = plan.Agents[index],
            RunProfile = plan.Agents[index].AgentId is { } agentId ? new RunProfile { Mounts = [MountOf(agentId, plan.Agents[index].Name!)] } : null,
            NConcurrentTrials = BenchmarkJobLifecycle.Shares(job).First(share => share.Index == index).Limit,
            NAttempts = plan.Trials,
            ScenarioIds = plan.Spec.ScenarioIds,
            Policy = plan.Policy,
            Metadata = plan.Metadata,
        };
    }

    /// <summary>A registered agent is installed where its command can be told to find it.</summary>
    private static AgentMount MountOf(string agentId, string name) => new()
    {
        AgentId = agentId,
        AgentPath = $"/opt/agents/{string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'))}",
    };

    private async Task<BenchmarkJobEvent> FollowAsync(BenchmarkJobRecord job, BenchmarkJobEffect.FollowRun follow, CancellationToken cancellationToken)
    {
        var run = Run(job, follow.Index);
        await run.SetLimit(follow.Limit);
        var view = await run.Get();
        while (view.State is BenchmarkRunState.Running)
        {
            cancellationToken.ThrowIfCancellationRequested();
            view = await run.WaitForEnd(Poll, cancellationToken);
        }

        return new BenchmarkJobEvent.RunEnded(follow.Index, view.State, Now);
    }

    private async Task CancelAsync(BenchmarkJobRecord job)
    {
        for (var index = 0; index < job.Runs.Count; index++)
        {
            try
            {
                await Run(job, index).Cancel();
            }
            catch (BenchException e) when (e.Code is BenchError.NotFound)
            {
                // It was never started, and will not be.
            }
        }
    }

    private IBenchmarkRunGrain Run(BenchmarkJobRecord job, int index) => GrainFactory.GetGrain<IBenchmarkRunGrain>(job.RunId(index));
}
