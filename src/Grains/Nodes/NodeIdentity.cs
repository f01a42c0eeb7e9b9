namespace BenchCluster.Nodes;

/// <summary>Which node and cluster this silo is.</summary>
/// <param name="Cluster">The cluster's id; containers carry it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Slots">Devboxes that the node takes at once.</param>
public sealed record NodeIdentity(string Cluster, string Node, int Slots)
{
    private const string KeyPrefix = "node-";

    /// <summary>Cores that its devboxes may have together; 0 is no limit.</summary>
    public double Cpus { get; init; }

    /// <summary>Bytes of memory that its devboxes may have together; 0 is no limit.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Bytes of disk that its devboxes, suspended ones included, may fill together; 0 is no limit.</summary>
    public long DiskBytes { get; init; }

    /// <summary>Where the other silos of the cluster reach its API.</summary>
    public string PeerUrl { get; init; } = "";

    /// <summary>The key of the node's grain.</summary>
    public string GrainKey => GrainKeyOf(Node);

    /// <summary>The key of a node's grain; never hex, because keys that parse as hex can share a row of storage.</summary>
    public static string GrainKeyOf(string node) => $"{KeyPrefix}{node}";

    /// <summary>The node whose grain has the key; null when it is no node's.</summary>
    public static string? NodeOf(string key) => key.StartsWith(KeyPrefix, StringComparison.Ordinal) ? key[KeyPrefix.Length..] : null;
}
