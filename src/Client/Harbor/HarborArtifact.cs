namespace BenchCluster.Client.Harbor;

/// <summary>Something of the agent's that is kept after a trial, and that a verifier in an environment of its own gets.</summary>
/// <param name="Source">The file or directory in the devbox; absolute, without a slash at its end.</param>
/// <param name="Destination">Where it is kept, below the trial's artifacts; null for the place that follows from its source.</param>
/// <param name="Exclude">Patterns of what of a directory is not kept.</param>
internal sealed record HarborArtifact(string Source, string? Destination, IReadOnlyList<string> Exclude);
