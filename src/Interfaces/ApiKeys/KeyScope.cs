namespace BenchCluster.ApiKeys;

/// <summary>What a restricted key may do to one kind of resource.</summary>
[GenerateSerializer, Immutable, Alias("bench.KeyScope")]
public sealed record KeyScope
{
    /// <summary>What it may do.</summary>
    [Id(0)]
    public required AccessLevel AccessLevel { get; init; }

    /// <summary>The kind of resource.</summary>
    [Id(1)]
    public required ScopedResource ResourceType { get; init; }
}
