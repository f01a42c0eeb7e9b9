namespace BenchCluster.Agent.Executions;

/// <summary>Numbers of the descriptors that a shell's program uses.</summary>
/// <param name="Text">Where it reads the command.</param>
/// <param name="StateIn">Where it reads what the last command left.</param>
/// <param name="StateOut">Where it writes what this one leaves.</param>
internal readonly record struct ShellDescriptors(int Text, int StateIn, int StateOut);
