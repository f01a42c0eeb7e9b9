using System.Text.Json;
using BenchCluster.Devboxes;
using BenchCluster.Index;
using BenchCluster.Nodes;

namespace BenchCluster.Placement;

/// <summary>
/// The shell around <see cref="PlacementQueue"/>. Nothing of it is persisted: who has a place is found in the index when
/// it starts, nodes report again within seconds, and each devbox that waits asks again. A devbox whose row of the index
/// is behind says so itself (<see cref="Adopt"/>).
/// </summary>
[KeepAlive]
internal sealed class PlacementGrain(NodeIdentity identity, INodeDirectory directory, IResourceIndex index) : Grain, IPlacementGrain
{
    private const int MostPlaced = 5000;
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);
    private static readonly DevboxStatus[] Counted =
        [DevboxStatus.Provisioning, DevboxStatus.Initializing, DevboxStatus.Running, DevboxStatus.Suspending, DevboxStatus.Suspended];

    private readonly PlacementQueue _queue = new();
    private readonly Dictionary<string, TaskCompletionSource> _waiters = [];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var status in Counted)
        {
            var query = new ResourceQuery { Kind = ResourceKind.Devbox.Prefix, Status = WireJson.NameOf(status), Limit = MostPlaced, CountAll = false };
            for (var hasMore = true; hasMore;)
            {
                var page = await index.ListAsync(query, cancellationToken);
                foreach (var view in page.Views.Select(view => JsonSerializer.Deserialize<DevboxView>(view, WireJson.Options)!))
                {
                    var ask = PlacementAsk.Of(view.Id, DateTimeOffset.FromUnixTimeMilliseconds(view.CreateTimeMs), view.LaunchParameters);
                    // A view without a node is of a time when there was only this one.
                    var node = view.Node ?? identity.Node;
                    if (status is DevboxStatus.Suspended)
                        _queue.Park(ask, node);
                    else
                        _queue.Adopt(ask, node);
                    query = query with { StartingAfter = view.Id };
                }

                hasMore = page.HasMore;
            }
        }

        await base.OnActivateAsync(cancellationToken);
        this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(LookPeriod, LookPeriod) { KeepAlive = true });
    }

    public async Task<string?> Reserve(PlacementAsk ask, TimeSpan wait, CancellationToken cancellationToken)
    {
        _queue.Ask(ask);
        GrantPlaces();
        if (_queue.NodeOf(ask.DevboxId) is { } node)
            return node;
        if (!_waiters.TryGetValue(ask.DevboxId, out var waiter))
            _waiters.Add(ask.DevboxId, waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await waiter.Task.WaitAsync(wait, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Keeps its turn; the devbox asks again or releases.
        }

        return _queue.NodeOf(ask.DevboxId);
    }

    public Task Adopt(PlacementAsk ask, string node)
    {
        _queue.Adopt(ask, node);
        return Task.CompletedTask;
    }

    public Task Park(PlacementAsk ask, string node)
    {
        _queue.Park(ask, node);
        GrantPlaces();
        return Task.CompletedTask;
    }

    public Task<string?> WhyNever(PlacementAsk ask) => Task.FromResult(_queue.IsTooLarge(ask)
        ? $"No node has room for a devbox of its size ({ask.Size}), not even an empty one."
        : null);

    public Task Release(string devboxId)
    {
        _queue.Release(devboxId);
        Answer(devboxId);
        GrantPlaces();
        return Task.CompletedTask;
    }

    public Task<int?> PositionOf(string devboxId) => Task.FromResult(_queue.PositionOf(devboxId));

    public Task Report(NodeReport report)
    {
        _queue.Report(report);
        GrantPlaces();
        return Task.CompletedTask;
    }

    public Task<PlacementLoad> LoadOf(string node) =>
        Task.FromResult(new PlacementLoad(_queue.TakenOn(node), _queue.Waiting, _queue.Takes(node)));

    public Task<IReadOnlyList<string>> Nodes() => Task.FromResult(_queue.Nodes);

    /// <summary>A node that has left gets nothing more, until it reports again.</summary>
    private Task Look(CancellationToken cancellationToken)
    {
        foreach (var node in _queue.Nodes.Except(directory.Alive).ToList())
            _queue.Lose(node);
        return Task.CompletedTask;
    }

    private void GrantPlaces()
    {
        foreach (var (devboxId, _) in _queue.Grant())
            Answer(devboxId);
    }

    private void Answer(string devboxId)
    {
        if (_waiters.Remove(devboxId, out var waiter))
            waiter.TrySetResult();
    }
}
