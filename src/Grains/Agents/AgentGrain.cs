using BenchCluster.Index;

namespace BenchCluster.Agents;

/// <summary>A registered agent.</summary>
internal sealed class AgentGrain([PersistentState("agent")] IPersistentState<AgentState> storage, ResourceServices services)
    : ResourceGrain<AgentState>(ResourceKind.Agent, storage, services), IAgentGrain
{
    public async Task<AgentView> Create(AgentCreateRequest request)
    {
        if (!Exists)
        {
            var view = new AgentView
            {
                Id = Id,
                CreateTimeMs = Now.ToUnixTimeMilliseconds(),
                Name = request.Name,
                Source = request.Source,
                Version = request.Version,
            };
            await SaveAsync(State with { Id = Id, CreatedAt = Now, View = view });
        }

        return State.View!;
    }

    public Task<AgentView> Get() => Task.FromResult(Existing().View!);

    public async Task<AgentView> Delete()
    {
        var view = Existing().View!;
        await RemoveAsync();
        return view;
    }

    protected override ResourceRow Row(AgentState state) => RowOf(state, state.View!, "active", isFinished: true, state.View!.Name);
}
