using BenchCluster.Nodes;
using BenchCluster.Placement;

namespace BenchCluster.Http.Nodes;

/// <summary><c>/v1/nodes</c>: an extension of the contract.</summary>
internal static class NodeEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapNodes(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/nodes", async (IGrainFactory grains, INodeDirectory directory) =>
        {
            var places = grains.GetGrain<IPlacementGrain>(IPlacementGrain.Key);
            var names = directory.Alive.Union(await places.Nodes()).Order(StringComparer.Ordinal);
            return Answers.View(new NodesView(await Task.WhenAll(names.Select(name => ViewOfAsync(grains, places, directory, name))), false));
        });

    private static async Task<NodeView> ViewOfAsync(IGrainFactory grains, IPlacementGrain places, INodeDirectory directory, string name)
    {
        if (directory.Alive.Contains(name))
            return await grains.GetGrain<INodeGrain>(NodeIdentity.GrainKeyOf(name)).Get();
        var load = await places.LoadOf(name);
        return new NodeView { Name = name, EngineHealthy = false, Engine = "The node is away.", Slots = 0, SlotsTaken = load.Taken, Queued = load.Waiting };
    }

    private sealed record NodesView(IReadOnlyList<NodeView> Nodes, bool HasMore);
}
