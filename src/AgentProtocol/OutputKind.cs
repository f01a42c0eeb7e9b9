namespace BenchCluster.AgentProtocol;

/// <summary>An output of an execution.</summary>
public enum OutputKind
{
    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}
