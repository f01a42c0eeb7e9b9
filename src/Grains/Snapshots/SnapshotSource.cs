using BenchCluster.Devboxes;

namespace BenchCluster.Snapshots;

/// <summary>A devbox whose disk is to be kept.</summary>
/// <param name="Container">Its container's name.</param>
/// <param name="Image">The image that it started from.</param>
/// <param name="Facts">What commands in it depend on.</param>
/// <param name="BlueprintId">The blueprint that it started from.</param>
[GenerateSerializer, Immutable, Alias("bench.SnapshotSource")]
internal sealed record SnapshotSource(
    [property: Id(0)] string Container, [property: Id(1)] string Image, [property: Id(2)] DevboxFacts Facts, [property: Id(3)] string? BlueprintId);
