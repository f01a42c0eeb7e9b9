namespace BenchCluster.Devboxes;

/// <summary>A new start of a devbox's container, so that nothing but the disk, or a part of it, is left of what ran there.</summary>
/// <param name="Id">Names it: what was asked for twice is done once.</param>
/// <param name="IsFromImage">Whether the disk is the image's but for <paramref name="Paths"/>; else it stays as it is.</param>
/// <param name="Paths">What is taken over to the image's disk; absolute.</param>
/// <param name="Spec">What the devbox is made as from then on, with an image of that; null for what it is made as already.</param>
[GenerateSerializer, Immutable, Alias("bench.DiskRenewal")]
internal sealed record DiskRenewal(
    [property: Id(0)] string Id, [property: Id(1)] bool IsFromImage, [property: Id(2)] IReadOnlyList<string> Paths, [property: Id(3)] DevboxSpec? Spec = null);
