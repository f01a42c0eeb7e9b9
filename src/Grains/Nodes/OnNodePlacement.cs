namespace BenchCluster.Nodes;

/// <summary>The strategy of <see cref="OnNodeAttribute"/>.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("bench.OnNodePlacement")]
public sealed class OnNodePlacement : PlacementStrategy;
