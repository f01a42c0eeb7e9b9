namespace BenchCluster.Devboxes;

/// <summary>What a devbox can reach: an extension of the contract, beside its network policies.</summary>
public enum NetworkMode
{
    /// <summary>The outside (default).</summary>
    Public,

    /// <summary>Only its own loopback.</summary>
    NoNetwork,
}
