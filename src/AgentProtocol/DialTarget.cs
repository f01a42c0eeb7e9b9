namespace BenchCluster.AgentProtocol;

/// <summary>What listens in the devbox.</summary>
public sealed record DialTarget
{
    /// <summary>The port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>An IP address; default the devbox's loopback, of IPv4 or else of IPv6.</summary>
    public string? Address { get; init; }
}
