using BenchCluster.Engine;

namespace BenchCluster.Nodes;

/// <summary>
/// The places of a node, first come first served. Nothing of it is persisted: after a restart each devbox that has a
/// container says so (<see cref="Adopt"/>), and each that waits asks again.
/// </summary>
internal sealed class NodeGrain(NodeIdentity identity, IContainerEngine engine) : Grain, INodeGrain
{
    private readonly HashSet<string> _placed = [];
    private readonly List<Waiter> _waiting = [];

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
            await waiter.Placed.Task.WaitAsync(wait, cancellationToken);
            return _placed.Contains(devboxId);
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
        _waiting.RemoveAll(w => w.DevboxId == devboxId);
        PlaceNext();
        return Task.CompletedTask;
    }

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
            next.Placed.TrySetResult();
        }
    }

    private sealed record Waiter(string DevboxId)
    {
        public TaskCompletionSource Placed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
