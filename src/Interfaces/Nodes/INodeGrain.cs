using Orleans.Concurrency;

namespace BenchCluster.Nodes;

/// <summary>A node, on its own silo. Key: <c>node-</c> and the node's name.</summary>
[Alias("bench.INodeGrain")]
public interface INodeGrain : IGrainWithStringKey
{
    /// <summary>The node now.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<NodeView> Get();

    /// <summary>Where the other silos of the cluster reach its API.</summary>
    [AlwaysInterleave, Alias("PeerUrl")]
    Task<string> PeerUrl();
}
