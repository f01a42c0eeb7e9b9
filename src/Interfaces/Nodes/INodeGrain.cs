using Orleans.Concurrency;

namespace BenchCluster.Nodes;

/// <summary>A node's places for devboxes. Key: <c>node-</c> and the node's name.</summary>
[Alias("bench.INodeGrain")]
public interface INodeGrain : IGrainWithStringKey
{
    /// <summary>
    /// Asks for a place and waits up to <paramref name="wait"/> in a first-come queue. True when the devbox has a place;
    /// asking again keeps both the place and the turn.
    /// </summary>
    [AlwaysInterleave, Alias("Reserve")]
    Task<bool> Reserve(string devboxId, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Takes note of a devbox that has a container already, whatever the limit: what a restart finds.</summary>
    [AlwaysInterleave, Alias("Adopt")]
    Task Adopt(string devboxId);

    /// <summary>Gives the place, or the turn, back.</summary>
    [AlwaysInterleave, Alias("Release")]
    Task Release(string devboxId);

    /// <summary>How many devboxes wait before this one; null when it does not wait.</summary>
    [AlwaysInterleave, Alias("QueuePosition")]
    Task<int?> QueuePosition(string devboxId);

    /// <summary>The node now.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<NodeView> Get();
}
