namespace BenchCluster.Axons;

/// <summary>An axon, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.AxonView")]
public sealed record AxonView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    [Id(1)]
    public string? Name { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(2)]
    public required long CreatedAtMs { get; init; }

    /// <summary>Labels.</summary>
    [Id(3)]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}
