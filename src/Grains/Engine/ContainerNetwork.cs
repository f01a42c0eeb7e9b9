namespace BenchCluster.Engine;

/// <summary>What a container can reach.</summary>
public enum ContainerNetwork
{
    /// <summary>Only its own loopback.</summary>
    None,

    /// <summary>The outside, through the engine's bridge.</summary>
    Bridge,
}
