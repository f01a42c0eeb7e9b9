using BenchCluster.Nodes;
using Orleans.Runtime.Placement;

namespace BenchCluster.Clustering;

/// <summary>Sends a grain to the silo of its node (<see cref="OnNodeAttribute"/>).</summary>
internal sealed class OnNodeDirector(INodeBook book, IServiceProvider services) : IPlacementDirector
{
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var key = target.GrainIdentity.Key.ToString()!;
        var node = NodeIdentity.NodeOf(key) ?? await book.FindAsync(key, CancellationToken.None);
        if (node is not null && services.GetService<ClusterNodes>()?.SiloOf(node) is { } home && silos.Contains(home))
            return home;
        // On no node yet, or its node is away: here, where it was asked for.
        return silos.Contains(context.LocalSilo) ? context.LocalSilo : silos[Random.Shared.Next(silos.Length)];
    }
}
