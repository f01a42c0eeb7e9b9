using BenchCluster.Engine;
using BenchCluster.Nodes;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BenchCluster.Clustering;

/// <summary>Registers where grains go that belong to a node.</summary>
internal static class NodePlacementExtensions
{
    /// <summary>Adds the placement; the nodes are those of a silo that is alone, unless the cluster's were added before.</summary>
    public static ISiloBuilder AddNodePlacement(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton<SoleNode>();
        silo.Services.TryAddSingleton<INodeBook>(provider => provider.GetRequiredService<SoleNode>());
        silo.Services.TryAddSingleton<IPeerImages>(provider => ActivatorUtilities.CreateInstance<RegistryImages>(provider, provider.GetRequiredService<SoleNode>()));
        silo.Services.TryAddSingleton<INodeDirectory>(provider => provider.GetRequiredService<SoleNode>());
        silo.Services.AddPlacementDirector<OnNodePlacement, OnNodeDirector>();
        return silo;
    }
}
