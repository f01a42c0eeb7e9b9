using System.Text.Json;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Index;

namespace BenchCluster.Nodes;

/// <summary>
/// The places of a node, first come first served. Nothing of it is persisted: who has a place is found in the index when
/// it starts, and each devbox that waits asks again. A devbox whose row of the index is behind says so itself
/// (<see cref="Adopt"/>).
/// </summary>
[KeepAlive]
internal sealed class NodeGrain(NodeIdentity identity, IContainerEngine engine, IResourceIndex index) : Grain, INodeGrain
{
    private const int MostPlaced = 5000;
    private static readonly DevboxStatus[] Placed = [DevboxStatus.Provisioning, DevboxStatus.Initializing, DevboxStatus.Running, DevboxStatus.Suspending];

    private readonly HashSet<string> _placed = [];
    private readonly List<Waiter> _waiting = [];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var status in Placed)
        {
            var page = await index.ListAsync(
                new ResourceQuery { Kind = ResourceKind.Devbox.Prefix, Status = WireJson.NameOf(status), Limit = MostPlaced, CountAll = false },
                cancellationToken);
            _placed.UnionWith(page.Views.Select(view => JsonSerializer.Deserialize<DevboxView>(view, WireJson.Options)!.Id));
        }

        await base.OnActivateAsync(cancellationToken);
    }

    public async Task<bool> Reserve(string devboxId, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_placed.Contains(devboxId))
            return true;
        var waiter = _waiting.Find(w => w.DevboxId == devboxId);
        if (waiter is null)
        {
            waiter = new Waiter(devboxId);
            _waiting.Add(waiter);
        }

        PlaceNext();
        try
        {
            return await waiter.Answer.Task.WaitAsync(wait, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Keeps its turn; the devbox asks again or releases.
            return _placed.Contains(devboxId);
        }
    }

    public Task Adopt(string devboxId)
    {
        _placed.Add(devboxId);
        return Task.CompletedTask;
    }

    public Task Release(string devboxId)
    {
        _placed.Remove(devboxId);
        if (_waiting.Find(w => w.DevboxId == devboxId) is { } waiter)
        {
            _waiting.Remove(waiter);
            waiter.Answer.TrySetResult(false);
        }

        PlaceNext();
        return Task.CompletedTask;
    }

    public Task<int?> QueuePosition(string devboxId) =>
        Task.FromResult(_waiting.FindIndex(waiter => waiter.DevboxId == devboxId) is var position and >= 0 ? (int?)position : null);

    public async Task<NodeView> Get()
    {
        string description;
        var isHealthy = true;
        try
        {
            var info = await engine.GetInfoAsync(CancellationToken.None);
            description = $"{info.Version}, {info.StorageDriver}, {info.Cpus} cores, {info.MemoryBytes >> 30} GiB";
        }
        catch (EngineException e)
        {
            isHealthy = false;
            description = e.Message;
        }

        return new NodeView
        {
            Name = identity.Node,
            EngineHealthy = isHealthy,
            Engine = description,
            Slots = identity.Slots,
            SlotsTaken = _placed.Count,
            Queued = _waiting.Count,
        };
    }

    private void PlaceNext()
    {
        while (_waiting.Count > 0 && _placed.Count < identity.Slots)
        {
            var next = _waiting[0];
            _waiting.RemoveAt(0);
            _placed.Add(next.DevboxId);
            next.Answer.TrySetResult(true);
        }
    }

    private sealed record Waiter(string DevboxId)
    {
        public TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
