namespace BenchCluster.Devboxes;

/// <summary>The agent in a devbox does not answer: it is not up yet, or its container is gone.</summary>
/// <param name="message">What was tried.</param>
/// <param name="innerException">The socket's error.</param>
public sealed class AgentUnreachableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
