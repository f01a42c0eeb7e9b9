using BenchCluster.Nodes;

namespace BenchCluster.Http.Nodes;

/// <summary><c>/v1/nodes</c>: an extension of the contract.</summary>
internal static class NodeEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapNodes(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/nodes", async (IGrainFactory grains, NodeIdentity identity) =>
            Answers.View(new NodesView([await grains.GetGrain<INodeGrain>(identity.GrainKey).Get()], false)));

    private sealed record NodesView(IReadOnlyList<NodeView> Nodes, bool HasMore);
}
