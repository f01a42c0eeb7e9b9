namespace BenchCluster.NetworkPolicies;

/// <summary>A port, or a range of ports.</summary>
[GenerateSerializer, Immutable, Alias("bench.PortRule")]
public sealed record PortRule
{
    /// <summary>The port, or the first of the range.</summary>
    [Id(0)]
    public required int Port { get; init; }

    /// <summary>The last of the range; null for a single port.</summary>
    [Id(1)]
    public int? EndPort { get; init; }

    /// <summary>The protocol; null for both.</summary>
    [Id(2)]
    public PortProtocol? Protocol { get; init; }
}
