namespace BenchCluster.ApiKeys;

/// <summary>What is persisted of an API key.</summary>
internal sealed record ApiKeyState : ResourceState
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>SHA-256 of the key, lower-case hex.</summary>
    public string Hash { get; init; } = "";

    /// <summary>When it stops letting in.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What it may do; null for everything.</summary>
    public IReadOnlyList<KeyScope>? Scopes { get; init; }
}
