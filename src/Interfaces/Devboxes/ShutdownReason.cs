namespace BenchCluster.Devboxes;

/// <summary>Why a devbox was shut down (the contract's).</summary>
public enum ShutdownReason
{
    /// <summary>A request asked for it.</summary>
    ApiShutdown,

    /// <summary>Its keep-alive time passed.</summary>
    KeepAliveTimeout,

    /// <summary>Its entrypoint ended.</summary>
    EntrypointExit,

    /// <summary>It was idle.</summary>
    Idle,

    /// <summary>Its time to live passed.</summary>
    TtlExpired,
}
