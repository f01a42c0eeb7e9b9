using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Placement;

namespace BenchCluster.Nodes;

/// <summary>What a node says of itself. It keeps nothing.</summary>
[OnNode]
internal sealed class NodeGrain(NodeIdentity identity, IContainerEngine engine, IDevboxHost host) : Grain, INodeGrain
{
    public async Task<NodeView> Get()
    {
        RequireHere();
        string description;
        var isHealthy = true;
        long? free = host.FreeDiskBytes;
        try
        {
            var info = await engine.GetInfoAsync(CancellationToken.None);
            free = Math.Min(free.Value, info.FreeDiskBytes ?? long.MaxValue);
            description = $"{info.Version}, {info.StorageDriver}, {info.Cpus} cores, {info.MemoryBytes >> 30} GiB";
        }
        catch (EngineException e)
        {
            isHealthy = false;
            description = e.Message;
        }

        var load = await GrainFactory.GetGrain<IPlacementGrain>(IPlacementGrain.Key).LoadOf(identity.Node);
        return new NodeView
        {
            Name = identity.Node,
            EngineHealthy = isHealthy,
            Engine = description,
            Slots = identity.Slots,
            SlotsTaken = load.Taken,
            Queued = load.Waiting,
            TakesDevboxes = load.TakesDevboxes,
            FreeDiskBytes = free,
        };
    }

    public Task<string> PeerUrl()
    {
        RequireHere();
        return Task.FromResult(identity.PeerUrl);
    }

    /// <summary>While its node is away, a call for it ends up on another; the next one shall not.</summary>
    private void RequireHere()
    {
        if (this.GetPrimaryKeyString() == identity.GrainKey)
            return;
        DeactivateOnIdle();
        throw new BenchException(BenchError.Unavailable, $"The node '{NodeIdentity.NodeOf(this.GetPrimaryKeyString())}' is away.");
    }
}
