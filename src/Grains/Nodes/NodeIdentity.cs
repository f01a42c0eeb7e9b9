namespace BenchCluster.Nodes;

/// <summary>Which node and cluster this silo is.</summary>
/// <param name="Cluster">The cluster's id; containers carry it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Slots">Devboxes that the node takes at once.</param>
public sealed record NodeIdentity(string Cluster, string Node, int Slots)
{
    /// <summary>The key of the node's grain.</summary>
    public string GrainKey => GrainKeyOf(Node);

    /// <summary>The key of a node's grain; never hex, because keys that parse as hex can share a row of storage.</summary>
    public static string GrainKeyOf(string node) => $"node-{node}";
}
