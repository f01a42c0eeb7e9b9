namespace BenchCluster.Client.Commands;

/// <summary>Arguments that only together, or only with a look at the world, turn out to be wrong.</summary>
internal sealed class UsageException(string message) : Exception(message);
