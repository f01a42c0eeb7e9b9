namespace BenchCluster.Devboxes;

/// <summary>What a devbox is made of.</summary>
/// <param name="Spec">The request.</param>
/// <param name="Image">The image on its node.</param>
/// <param name="Facts">What follows from both for its commands.</param>
internal sealed record DevboxIdentity(DevboxSpec Spec, string Image, DevboxFacts Facts);
