namespace BenchCluster.NetworkPolicies;

/// <summary>A block of addresses that may be reached.</summary>
[GenerateSerializer, Immutable, Alias("bench.AllowedCidr")]
public sealed record AllowedCidr
{
    /// <summary>The IPv4 block, its host bits zero: <c>10.12.0.0/16</c>.</summary>
    [Id(0)]
    public required string Cidr { get; init; }

    /// <summary>The ports; null or empty for all ports and protocols.</summary>
    [Id(1)]
    public IReadOnlyList<PortRule>? Ports { get; init; }
}
