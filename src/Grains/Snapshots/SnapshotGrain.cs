using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Index;
using BenchCluster.Lifecycles;
using BenchCluster.Nodes;

namespace BenchCluster.Snapshots;

/// <summary>A snapshot: the shell around <see cref="SnapshotLifecycle"/>. Its image is made on the node of its devbox.</summary>
[OnNode]
internal sealed class SnapshotGrain(
    [PersistentState("snapshot")] IPersistentState<SnapshotState> storage, ResourceServices services, IContainerEngine engine,
    INodeBook book, NodeIdentity identity)
    : LifecycleGrain<SnapshotState, SnapshotEvent, SnapshotEffect>(ResourceKind.Snapshot, storage, services), ISnapshotGrain, ISnapshotDisk
{
    public async Task<SnapshotView> Create(string devboxId, SnapshotRequest request)
    {
        if (!Exists)
        {
            // The devbox first: from now on it is not shut down under the snapshot.
            var source = await GrainFactory.GetGrain<IDevboxDisk>(devboxId).BeginSnapshot(Id);
            if (await book.FindAsync(devboxId, CancellationToken.None) is { } node)
                await book.WriteAsync(Id, node, CancellationToken.None);
            await ApplyAsync(new SnapshotEvent.Created(Id, devboxId, request, source, Now));
        }

        return ViewOf(State);
    }

    public Task<SnapshotView> Get() => Task.FromResult(ViewOf(Living()));

    public async Task<SnapshotStatusView> GetStatus(TimeSpan wait, CancellationToken cancellationToken)
    {
        _ = Existing();
        // Whoever reads that it is over may shut down the devbox, which has to know it by then.
        await WaitUntilAsync(SnapshotLifecycle.IsOver, wait, cancellationToken);
        if (!SnapshotLifecycle.IsOver(State))
            return new SnapshotStatusView { Status = SnapshotStatus.InProgress };
        return new SnapshotStatusView
        {
            Status = State.Status,
            ErrorMessage = State.ErrorMessage,
            Snapshot = State.Status is SnapshotStatus.Complete ? ViewOf(State) : null,
        };
    }

    public async Task<SnapshotView> Update(SnapshotRequest request)
    {
        _ = Living();
        await ApplyAsync(new SnapshotEvent.Updated(request));
        return ViewOf(State);
    }

    public async Task Delete()
    {
        _ = Living();
        await ApplyAsync(new SnapshotEvent.DeleteRequested());
    }

    public Task<SnapshotDisk> Disk()
    {
        var state = Living();
        return state.Status is SnapshotStatus.Complete
            ? Task.FromResult(new SnapshotDisk(state.Image, state.Source!.Facts, state.Source.BlueprintId))
            : throw new BenchException(BenchError.Conflict, $"The snapshot '{Id}' is {WireJson.NameOf(state.Status)}, not complete.");
    }

    public Task Reconcile() => ResumeAsync();

    protected override SnapshotState Decide(SnapshotState state, SnapshotEvent happened) => SnapshotLifecycle.Decide(state, happened);

    protected override IEnumerable<SnapshotEffect> Due(SnapshotState state) => SnapshotLifecycle.Due(state);

    protected override async Task<SnapshotEvent> PerformAsync(SnapshotEffect effect, CancellationToken cancellationToken)
    {
        if (effect is not SnapshotEffect.TellDevbox && await book.FindAsync(Id, cancellationToken) is { } node && node != identity.Node)
        {
            // Tried again there, or when it is back.
            DeactivateOnIdle();
            throw new BenchException(BenchError.Unavailable, $"The node '{node}' of the snapshot '{Id}' is another.");
        }

        switch (effect)
        {
            case SnapshotEffect.Keep:
                var source = State.Source!;
                // Made before a crash, perhaps: then it is whole, because the engine names an image last.
                var kept = await engine.InspectImageAsync(State.Image, cancellationToken)
                    ?? await engine.CommitAsync(source.Container, State.Image, cancellationToken);
                var before = await engine.InspectImageAsync(source.Image, cancellationToken);
                return new SnapshotEvent.Kept(Math.Max(0, kept.SizeBytes - (before?.SizeBytes ?? 0)));
            case SnapshotEffect.TellDevbox:
                await GrainFactory.GetGrain<IDevboxDisk>(State.DevboxId).EndSnapshot(Id);
                return new SnapshotEvent.DevboxTold();
            case SnapshotEffect.RemoveImage:
                await engine.RemoveImageAsync(State.Image, cancellationToken);
                return new SnapshotEvent.ImageRemoved();
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "Unknown effect.");
        }
    }

    protected override SnapshotEvent? Explain(SnapshotEffect effect, Exception exception) => effect switch
    {
        SnapshotEffect.Keep when exception is EngineException { Error: not EngineError.Unavailable } => new SnapshotEvent.Failed(exception.Message),
        // The devbox is not known any more, so it waits for nothing.
        SnapshotEffect.TellDevbox when exception is BenchException { Code: BenchError.NotFound } => new SnapshotEvent.DevboxTold(),
        // In use: tried again until it is not.
        _ => null,
    };

    protected override ResourceRow Row(SnapshotState state) => RowOf(
        state, ViewOf(state), WireJson.NameOf(state.Status), isFinished: !SnapshotLifecycle.Due(state).Any(), state.Request.Name) with
    {
        IsHidden = state.Status is not SnapshotStatus.Complete,
    };

    private static SnapshotView ViewOf(SnapshotState state) => new()
    {
        Id = state.Id,
        CreateTimeMs = state.CreatedAt.ToUnixTimeMilliseconds(),
        Metadata = state.Request.Metadata ?? new Dictionary<string, string>(),
        SourceDevboxId = state.DevboxId,
        CommitMessage = state.Request.CommitMessage,
        Name = state.Request.Name,
        SizeBytes = state.SizeBytes,
        SourceBlueprintId = state.Source?.BlueprintId,
    };

    private SnapshotState Living() =>
        Existing().Status is SnapshotStatus.Deleted ? throw BenchException.NotFound(ResourceKind.Snapshot, Id) : State;
}
