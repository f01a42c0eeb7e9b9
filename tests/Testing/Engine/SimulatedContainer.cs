using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>A container of a <see cref="SimulatedContainerEngine"/>.</summary>
/// <param name="Cluster">The cluster in its labels.</param>
/// <param name="Spec">What it was made from.</param>
/// <param name="Info">What the engine says of it.</param>
public sealed record SimulatedContainer(string Cluster, ContainerSpec Spec, ContainerInfo Info);
