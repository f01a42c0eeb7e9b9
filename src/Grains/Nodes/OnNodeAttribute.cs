using Orleans.Placement;

namespace BenchCluster.Nodes;

/// <summary>
/// Places a grain on the silo of the node that the <see cref="INodeBook"/> has for its key, next to what it works with;
/// on any silo while it has none, or while that node is away.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnNodeAttribute() : PlacementAttribute(new OnNodePlacement());
