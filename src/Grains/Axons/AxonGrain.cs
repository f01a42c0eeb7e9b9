using BenchCluster.Index;

namespace BenchCluster.Axons;

/// <summary>
/// An axon. Its events are in pages of their own, so that publishing one costs the same however many there are; the number of
/// the last is what its page says.
/// </summary>
internal sealed class AxonGrain([PersistentState("axon")] IPersistentState<AxonState> storage, ResourceServices services)
    : ResourceGrain<AxonState>(ResourceKind.Axon, storage, services), IAxonGrain
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>The number of the last event; null until the page was asked, and after it did not answer.</summary>
    private long? _last;

    private TaskCompletionSource _changed = NewSignal();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _changed.TrySetResult();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task<AxonView> Create(AxonRequest request)
    {
        if (!Exists)
        {
            var view = new AxonView { Id = Id, Name = request.Name, CreatedAtMs = Now.ToUnixTimeMilliseconds(), Metadata = request.Metadata ?? NoMetadata };
            await SaveAsync(State with { Id = Id, CreatedAt = Now, View = view });
        }

        return State.View!;
    }

    public Task<AxonView> Get() => Task.FromResult(Existing().View!);

    public async Task<AxonView> Update(IReadOnlyDictionary<string, string>? metadata)
    {
        var view = Existing().View!;
        if (metadata is not null)
            await SaveAsync(State with { View = view with { Metadata = metadata } });
        return State.View!;
    }

    public async Task Delete()
    {
        // The pages first: without the axon nobody would know of them.
        for (var page = Existing().Page; page >= 0; page--)
            await PageOf(page).Clear();
        await RemoveAsync();
        _last = null;
        Signal();
    }

    public async Task<PublishedView> Publish(PublishRequest request)
    {
        var sequence = await Last() + 1;
        var page = (sequence - 1) / IAxonPage.Length;
        if (page > State.Page)
            await SaveAsync(State with { Page = page });
        var published = new AxonEventView
        {
            AxonId = Id,
            Sequence = sequence,
            TimestampMs = Now.ToUnixTimeMilliseconds(),
            EventType = request.EventType,
            Origin = request.Origin,
            Payload = request.Payload,
            Source = request.Source,
        };
        _last = null;
        await PageOf(page).Add(published);
        _last = sequence;
        Signal();
        return new PublishedView { Sequence = sequence, TimestampMs = published.TimestampMs };
    }

    public async Task<long> Last()
    {
        var page = Existing().Page;
        return _last ??= (await PageOf(page).Read()) is [.., var last] ? last.Sequence : page * IAxonPage.Length;
    }

    public async Task<IReadOnlyList<AxonEventView>> Read(long after, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(wait);
        while (true)
        {
            var changed = _changed.Task;
            var page = after / IAxonPage.Length;
            IReadOnlyList<AxonEventView> events = page > Existing().Page ? [] : await PageOf(page).Read();
            List<AxonEventView> found = [.. events.Where(read => read.Sequence > after)];
            if (found.Count > 0 || deadline.IsCancellationRequested)
                return found;
            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                return found;
            }
        }
    }

    protected override ResourceRow Row(AxonState state) => RowOf(state, state.View!, "active", isFinished: true, state.View!.Name);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IAxonPage PageOf(long page) => GrainFactory.GetGrain<IAxonPage>($"{Id}/{page}");

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.TrySetResult();
    }
}
