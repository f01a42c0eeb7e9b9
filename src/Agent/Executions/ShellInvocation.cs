namespace BenchCluster.Agent.Executions;

/// <summary>How a shell is run.</summary>
/// <param name="Arguments">Its arguments, the name first.</param>
/// <param name="Text">What it reads besides; null for nothing.</param>
/// <param name="Descriptors">Where it expects that.</param>
internal sealed record ShellInvocation(string[] Arguments, string? Text, ShellDescriptors Descriptors);
