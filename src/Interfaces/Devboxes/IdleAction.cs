namespace BenchCluster.Devboxes;

/// <summary>What happens to an idle devbox (the contract's).</summary>
public enum IdleAction
{
    /// <summary>It is shut down.</summary>
    Shutdown,

    /// <summary>It is suspended.</summary>
    Suspend,
}
