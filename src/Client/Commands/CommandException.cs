namespace BenchCluster.Client.Commands;

/// <summary>A command that cannot do what it was asked for; the message says all.</summary>
internal sealed class CommandException(string message) : Exception(message);
