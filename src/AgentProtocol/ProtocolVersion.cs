namespace BenchCluster.AgentProtocol;

/// <summary>Versions of the protocol; see docs/agent-protocol.md.</summary>
public static class ProtocolVersion
{
    /// <summary>What this build speaks.</summary>
    public const int Current = 1;

    /// <summary>The oldest that this build understands.</summary>
    public const int Oldest = 1;
}
