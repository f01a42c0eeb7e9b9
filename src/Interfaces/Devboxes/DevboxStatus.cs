namespace BenchCluster.Devboxes;

/// <summary>States of a devbox (the contract's).</summary>
public enum DevboxStatus
{
    /// <summary>Waits for a place on a node.</summary>
    Queued,

    /// <summary>Its container is being made.</summary>
    Provisioning,

    /// <summary>Its launch commands run.</summary>
    Initializing,

    /// <summary>Ready for use.</summary>
    Running,

    /// <summary>Its disk is being kept.</summary>
    Suspending,

    /// <summary>Its disk is kept; no container.</summary>
    Suspended,

    /// <summary>Its container is being made from the kept disk.</summary>
    Resuming,

    /// <summary>It ended by a failure.</summary>
    Failure,

    /// <summary>It ended as asked.</summary>
    Shutdown,
}
