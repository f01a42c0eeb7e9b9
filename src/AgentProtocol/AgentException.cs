namespace BenchCluster.AgentProtocol;

/// <summary>The agent answered that something cannot be done.</summary>
/// <param name="code">Why.</param>
/// <param name="message">What was tried and what is wrong.</param>
public sealed class AgentException(AgentErrorCode code, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public AgentErrorCode Code { get; } = code;
}
