namespace BenchCluster.AgentProtocol;

/// <summary>Who the agent is.</summary>
public sealed record AgentHello
{
    /// <summary>The agent's own version.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>The protocol version that it speaks.</summary>
    public required int Protocol { get; init; }

    /// <summary>Its process id; 1 in a container.</summary>
    public required int ProcessId { get; init; }
}
