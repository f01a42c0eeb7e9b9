using BenchCluster.Index;

namespace BenchCluster.NetworkPolicies;

/// <summary>A network policy; its name is unique.</summary>
internal sealed class NetworkPolicyGrain(
    [PersistentState("network-policy")] IPersistentState<NetworkPolicyState> storage, ResourceServices services)
    : ResourceGrain<NetworkPolicyState>(ResourceKind.NetworkPolicy, storage, services), INetworkPolicyGrain
{
    public async Task<NetworkPolicyView> Create(NetworkPolicyRequest request)
    {
        if (!Exists)
        {
            await ClaimAsync(request.Name!);
            var now = Now.ToUnixTimeMilliseconds();
            var view = new NetworkPolicyView { Id = Id, Name = request.Name!, Egress = new(), CreateTimeMs = now, UpdateTimeMs = now };
            await SaveAsync(State with { Id = Id, CreatedAt = Now, View = Changed(view, request) });
        }

        return Shown(State.View!);
    }

    public Task<NetworkPolicyView> Get() => Task.FromResult(Shown(Existing().View!));

    public async Task<NetworkPolicyView> Update(NetworkPolicyRequest request)
    {
        var view = Existing().View!;
        if (request.Name is { } name && name != view.Name)
            await ClaimAsync(name);
        await SaveAsync(State with { View = Changed(view, request) with { UpdateTimeMs = Now.ToUnixTimeMilliseconds() } });
        if (view.Name != State.View!.Name)
            await Services.Index.ReleaseNameAsync(ResourceKind.NetworkPolicy.Prefix, view.Name, Id, CancellationToken.None);
        return Shown(State.View!);
    }

    public async Task<NetworkPolicyView> Delete()
    {
        var view = Shown(Existing().View!);
        await RemoveAsync();
        return view;
    }

    protected override ResourceRow Row(NetworkPolicyState state) => RowOf(state, Shown(state.View!), "active", isFinished: true, state.View!.Name);

    private static NetworkPolicyView Changed(NetworkPolicyView view, NetworkPolicyRequest request) => view with
    {
        Name = request.Name ?? view.Name,
        Description = request.Description is "" ? null : request.Description ?? view.Description,
        Egress = new EgressRules
        {
            AllowAll = request.AllowAll ?? view.Egress.AllowAll,
            AllowAgentGateway = request.AllowAgentGateway ?? view.Egress.AllowAgentGateway,
            AllowDevboxToDevbox = request.AllowDevboxToDevbox ?? view.Egress.AllowDevboxToDevbox,
            AllowMcpGateway = request.AllowMcpGateway ?? view.Egress.AllowMcpGateway,
            AllowRunloopMirrors = request.AllowRunloopMirrors ?? view.Egress.AllowRunloopMirrors,
            AllowedHostnames = request.AllowedHostnames ?? view.Egress.AllowedHostnames,
            AllowedCidrs = request.AllowedCidrs ?? view.Egress.AllowedCidrs,
        },
    };

    /// <summary>Who may reach everything may reach other devboxes too; the contract shows it so.</summary>
    private static NetworkPolicyView Shown(NetworkPolicyView view) =>
        view.Egress.AllowAll ? view with { Egress = view.Egress with { AllowDevboxToDevbox = true } } : view;

    private async Task ClaimAsync(string name)
    {
        if (!await Services.Index.TryClaimNameAsync(ResourceKind.NetworkPolicy.Prefix, name, Id, CancellationToken.None))
            throw new BenchException(BenchError.Conflict, $"name: a network policy named '{name}' exists already; names are unique.");
    }
}
