namespace BenchCluster.Mounts;

/// <summary>An axon's event stream; refused until axons are served.</summary>
[GenerateSerializer, Immutable, Alias("bench.BrokerMount")]
public sealed record BrokerMount : Mount
{
    /// <summary>The axon.</summary>
    [Id(0)]
    public required string AxonId { get; init; }
}
