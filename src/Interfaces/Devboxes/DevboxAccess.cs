namespace BenchCluster.Devboxes;

/// <summary>What an adapter needs to reach into a running devbox.</summary>
/// <param name="Node">The node that its container is on.</param>
/// <param name="User">The user that files and commands are reached as.</param>
[GenerateSerializer, Immutable, Alias("bench.DevboxAccess")]
public sealed record DevboxAccess([property: Id(0)] string Node, [property: Id(1)] string User);
