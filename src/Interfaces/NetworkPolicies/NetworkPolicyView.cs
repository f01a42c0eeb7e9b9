namespace BenchCluster.NetworkPolicies;

/// <summary>A network policy, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.NetworkPolicyView")]
public sealed record NetworkPolicyView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The name; unique.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    [Id(2)]
    public string? Description { get; init; }

    /// <summary>What devboxes may reach.</summary>
    [Id(3)]
    public required EgressRules Egress { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(4)]
    public required long CreateTimeMs { get; init; }

    /// <summary>The last change, in Unix milliseconds.</summary>
    [Id(5)]
    public required long UpdateTimeMs { get; init; }
}
