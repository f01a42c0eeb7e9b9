namespace BenchCluster.AgentProtocol;

/// <summary>Who gets a signal.</summary>
public enum SignalScope
{
    /// <summary>The execution's main process.</summary>
    Process,

    /// <summary>Its process group.</summary>
    Group,

    /// <summary>Everything that it started, wherever it has gone.</summary>
    Tree,
}
