namespace BenchCluster.Client;

/// <summary>A piece of a command's output.</summary>
/// <param name="Output">The text.</param>
/// <param name="Offset">The byte position after it.</param>
public sealed record OutputChunk(string Output, long? Offset);
