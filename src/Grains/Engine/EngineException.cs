namespace BenchCluster.Engine;

/// <summary>A failure of the container engine, told apart by <see cref="Error"/>.</summary>
/// <param name="error">The cause.</param>
/// <param name="message">What happened, naming the container or image.</param>
/// <param name="innerException">The engine client's own exception.</param>
public sealed class EngineException(EngineError error, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The cause.</summary>
    public EngineError Error { get; } = error;
}
