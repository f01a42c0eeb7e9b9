using BenchCluster.Devboxes;

namespace BenchCluster.Tunnels;

/// <summary>What lets a request through a tunnel, and what it comes to.</summary>
/// <param name="Tunnel">The tunnel.</param>
/// <param name="Status">The state of its devbox.</param>
[GenerateSerializer, Immutable, Alias("bench.TunnelPassage")]
public sealed record TunnelPassage([property: Id(0)] TunnelView Tunnel, [property: Id(1)] DevboxStatus Status);
