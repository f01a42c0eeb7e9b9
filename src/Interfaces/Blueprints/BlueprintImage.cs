namespace BenchCluster.Blueprints;

/// <summary>What a devbox needs of a blueprint.</summary>
/// <param name="Image">The image's reference.</param>
/// <param name="Status">The state of its build.</param>
/// <param name="FailureMessage">Why there is no image, when the build failed.</param>
/// <param name="IsOnBase">Whether it has no Dockerfile but is built on the base image, whose user its devboxes have.</param>
[GenerateSerializer, Immutable, Alias("bench.BlueprintImage")]
public sealed record BlueprintImage(
    [property: Id(0)] string Image, [property: Id(1)] BlueprintStatus Status, [property: Id(2)] string? FailureMessage, [property: Id(3)] bool IsOnBase = false);
