namespace BenchCluster.Engine;

/// <summary>What a container's own health check says.</summary>
public enum ContainerHealth
{
    /// <summary>It has none.</summary>
    Unchecked,

    /// <summary>It has not succeeded yet.</summary>
    Starting,

    /// <summary>It succeeds.</summary>
    Healthy,

    /// <summary>It fails.</summary>
    Unhealthy,
}
