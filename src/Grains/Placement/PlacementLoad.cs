namespace BenchCluster.Placement;

/// <summary>How full a node is.</summary>
/// <param name="Taken">Devboxes that have a place on it.</param>
/// <param name="Waiting">Devboxes of the cluster that wait for one.</param>
/// <param name="TakesDevboxes">Whether it gets new ones.</param>
[GenerateSerializer, Immutable, Alias("bench.PlacementLoad")]
internal sealed record PlacementLoad([property: Id(0)] int Taken, [property: Id(1)] int Waiting, [property: Id(2)] bool TakesDevboxes);
