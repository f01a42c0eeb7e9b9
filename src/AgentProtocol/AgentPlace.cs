namespace BenchCluster.AgentProtocol;

/// <summary>Where an agent runs, which decides how far its socket is trusted.</summary>
public enum AgentPlace
{
    /// <summary>On the host itself: whoever can make the socket is the agent.</summary>
    Host,

    /// <summary>
    /// In a container, as its first process. Root in there can put a socket of its own in the agent's place, so only the
    /// first process is believed.
    /// </summary>
    Container,
}
