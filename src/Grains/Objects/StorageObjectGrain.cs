using BenchCluster.Index;

namespace BenchCluster.Objects;

/// <summary>A storage object.</summary>
internal sealed class StorageObjectGrain(
    [PersistentState("object")] IPersistentState<StorageObjectState> storage, ResourceServices services, IObjectStore store)
    : ResourceGrain<StorageObjectState>(ResourceKind.StorageObject, storage, services), IStorageObjectGrain
{
    public async Task<ObjectView> Create(ObjectCreateRequest request)
    {
        if (!Exists)
            await SaveAsync(State with { Id = Id, CreatedAt = Now, Request = request, State = ObjectState.Uploading });
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

    protected override ResourceRow Row(StorageObjectState state) =>
        RowOf(state, ViewOf(state), WireJson.NameOf(state.State), isFinished: true, state.Request!.Name) with
        {
            IsHidden = state.State is ObjectState.Deleted,
        };

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
