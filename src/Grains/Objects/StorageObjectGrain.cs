using BenchCluster.Index;

namespace BenchCluster.Objects;

/// <summary>A storage object.</summary>
internal sealed class StorageObjectGrain(
    [PersistentState("object")] IPersistentState<StorageObjectState> storage, ResourceServices services, IObjectStore store)
    : ResourceGrain<StorageObjectState>(ResourceKind.StorageObject, storage, services), IStorageObjectGrain
{
    /// <summary>An object is asked about its time every few minutes; nearer to its end than that it waits for it itself.</summary>
    private static readonly TimeSpan WatchedBefore = TimeSpan.FromMinutes(10);

    private IGrainTimer? _end;

    private DateTimeOffset? ExpiresAt =>
        State is { State: not ObjectState.Deleted, Request.TtlMs: { } ttl } && ttl < (DateTimeOffset.MaxValue - State.CreatedAt).TotalMilliseconds
            ? State.CreatedAt.AddMilliseconds(ttl)
            : null;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (Exists)
            await ExpireAsync();
    }

    public async Task<ObjectView> Create(ObjectCreateRequest request)
    {
        if (!Exists)
        {
            await SaveAsync(State with { Id = Id, CreatedAt = Now, Request = request, State = ObjectState.Uploading });
            await ExpireAsync();
        }

        return ViewOf(State);
    }

    public Task<ObjectView> Get() => Task.FromResult(ViewOf(Existing()));

    public async Task<ObjectView> Complete()
    {
        if (Existing().State is ObjectState.Uploading)
        {
            var stored = await store.FindAsync(Id, CancellationToken.None)
                ?? throw new BenchException(BenchError.Conflict, $"The object '{Id}' cannot be completed: nothing was uploaded to its upload_url.");
            await SaveAsync(State with { State = ObjectState.ReadOnly, SizeBytes = stored.SizeBytes, Sha256 = stored.Sha256 });
        }

        return ViewOf(State);
    }

    public async Task<ObjectView> Delete()
    {
        if (Existing().State is not ObjectState.Deleted)
            await SaveAsync(State with { State = ObjectState.Deleted });
        await store.RemoveAsync(Id, CancellationToken.None);
        return ViewOf(State);
    }

    public Task Reconcile() => ExpireAsync();

    protected override ResourceRow Row(StorageObjectState state) =>
        RowOf(state, ViewOf(state), WireJson.NameOf(state.State), isFinished: state.Request!.TtlMs is null || state.State is ObjectState.Deleted, state.Request!.Name) with
        {
            IsHidden = state.State is ObjectState.Deleted,
        };

    /// <summary>Deletes it when its time is over; soon before that, waits for it.</summary>
    private async Task ExpireAsync()
    {
        _end?.Dispose();
        _end = null;
        if (ExpiresAt is not { } at)
            return;
        var left = at - Now;
        if (left <= TimeSpan.Zero)
            await Delete();
        else if (left < WatchedBefore)
            _end = this.RegisterGrainTimer(static (self, _) => self.ExpireAsync(), this, new GrainTimerCreationOptions(left, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private static ObjectView ViewOf(StorageObjectState state) => new()
    {
        Id = state.Id,
        Name = state.Request!.Name,
        ContentType = state.Request.ContentType,
        State = state.State,
        CreateTimeMs = state.CreatedAt.ToUnixTimeMilliseconds(),
        DeleteAfterTimeMs = state.Request.TtlMs is { } ttl ? state.CreatedAt.ToUnixTimeMilliseconds() + ttl : null,
        SizeBytes = state.SizeBytes,
        Sha256 = state.Sha256,
        Metadata = state.Request.Metadata,
    };
}
