namespace BenchCluster.Devboxes;

/// <summary>What a devbox can reach: an extension of the contract, until network policies are served.</summary>
public enum NetworkMode
{
    /// <summary>The outside (default).</summary>
    Public,

    /// <summary>Only its own loopback.</summary>
    NoNetwork,
}
