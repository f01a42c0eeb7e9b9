namespace BenchCluster.ApiKeys;

/// <summary>An API key, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.ApiKeyView")]
public sealed record ApiKeyView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    [Id(1)]
    public string? Name { get; init; }

    /// <summary>When it stops letting in, in Unix milliseconds; never when absent.</summary>
    [Id(2)]
    public long? ExpiresAtMs { get; init; }

    /// <summary>The key itself, only in the answer to its creation.</summary>
    [Id(3)]
    public string? KeySecret { get; init; }

    /// <summary>Creation, in Unix milliseconds (an extension of the contract).</summary>
    [Id(4)]
    public required long CreateTimeMs { get; init; }

    /// <summary>What a restricted key may do; absent for one that may do everything.</summary>
    [Id(5)]
    public IReadOnlyList<KeyScope>? Scopes { get; init; }
}
