namespace BenchCluster.AgentProtocol;

/// <summary>What the devbox uses.</summary>
/// <param name="Processes">Processes but the agent and what it starts commands with.</param>
/// <param name="ResidentBytes">Resident memory of all of them, the agent included.</param>
/// <param name="Executions">Executions that run or wait for their shell.</param>
public sealed record AgentStats(int Processes, long ResidentBytes, int Executions = 0);
