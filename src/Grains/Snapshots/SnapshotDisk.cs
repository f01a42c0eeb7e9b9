using BenchCluster.Devboxes;

namespace BenchCluster.Snapshots;

/// <summary>A kept disk.</summary>
/// <param name="Image">The image that it is.</param>
/// <param name="Facts">What commands in its devbox depended on.</param>
/// <param name="BlueprintId">The blueprint that its devbox started from.</param>
[GenerateSerializer, Immutable, Alias("bench.SnapshotDisk")]
internal sealed record SnapshotDisk(
    [property: Id(0)] string Image, [property: Id(1)] DevboxFacts Facts, [property: Id(2)] string? BlueprintId);
