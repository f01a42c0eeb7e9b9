namespace BenchCluster.Axons;

/// <summary>A page of an axon's events.</summary>
internal sealed class AxonPageGrain([PersistentState("axon-page")] IPersistentState<AxonPageState> storage, TimeProvider clock) : Grain, IAxonPage
{
    /// <summary>The events that are saved, never one that is still being written.</summary>
    private IReadOnlyList<AxonEventView> _events = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _events = storage.State.Events;
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task Add(AxonEventView added)
    {
        if (_events.Any(known => known.Sequence == added.Sequence))
            return;
        List<AxonEventView> events = [.. _events, added];
        storage.State = new AxonPageState { Id = this.GetPrimaryKeyString(), CreatedAt = clock.GetUtcNow(), Events = events };
        try
        {
            await storage.WriteStateAsync();
        }
        catch (Exception e)
        {
            DeactivateOnIdle();
            throw new BenchException(BenchError.Unavailable, $"The event could not be saved ({e.GetType().Name}); it is not published.");
        }

        _events = events;
    }

    public Task<IReadOnlyList<AxonEventView>> Read() => Task.FromResult(_events);

    public async Task Clear()
    {
        await storage.ClearStateAsync();
        _events = [];
        DeactivateOnIdle();
    }
}
