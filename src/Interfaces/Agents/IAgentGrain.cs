using Orleans.Concurrency;

namespace BenchCluster.Agents;

/// <summary>A registered agent. Key: the agent's id.</summary>
[Alias("bench.IAgentGrain")]
public interface IAgentGrain : IGrainWithStringKey
{
    /// <summary>Creates it.</summary>
    [Alias("Create")]
    Task<AgentView> Create(AgentCreateRequest request);

    /// <summary>The agent.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<AgentView> Get();

    /// <summary>Removes it; devboxes that have it keep it.</summary>
    [Alias("Delete")]
    Task<AgentView> Delete();
}
