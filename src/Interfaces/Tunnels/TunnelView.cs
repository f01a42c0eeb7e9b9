namespace BenchCluster.Tunnels;

/// <summary>A tunnel, in the contract's shape: <c>{port}-{tunnel_key}.tunnel.{host}</c> is a port of its devbox.</summary>
[GenerateSerializer, Immutable, Alias("bench.TunnelView")]
public sealed record TunnelView
{
    /// <summary>The key in its host names.</summary>
    [Id(0)]
    public required string TunnelKey { get; init; }

    /// <summary>Who is let through.</summary>
    [Id(1)]
    public required TunnelAuthMode AuthMode { get; init; }

    /// <summary>The token that lets through, where one is needed.</summary>
    [Id(2)]
    public string? AuthToken { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(3)]
    public required long CreateTimeMs { get; init; }

    /// <summary>Whether requests through it count as activity.</summary>
    [Id(4)]
    public required bool HttpKeepAlive { get; init; }

    /// <summary>Whether a request wakes a suspended devbox.</summary>
    [Id(5)]
    public required bool WakeOnHttp { get; init; }
}
