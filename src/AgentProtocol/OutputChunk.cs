namespace BenchCluster.AgentProtocol;

/// <summary>A piece of an execution's output.</summary>
/// <param name="Bytes">The bytes; valid until the next piece is asked for.</param>
/// <param name="End">The offset after them: where to go on from.</param>
public readonly record struct OutputChunk(ReadOnlyMemory<byte> Bytes, long End);
