namespace BenchCluster.AgentProtocol;

/// <summary>Where an execution is.</summary>
public enum ExecutionPhase
{
    /// <summary>Waits for its named shell.</summary>
    Queued,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Has ended.</summary>
    Exited,
}
