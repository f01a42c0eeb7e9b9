namespace BenchCluster.Tunnels;

/// <summary>A tunnel to open.</summary>
[GenerateSerializer, Immutable, Alias("bench.TunnelRequest")]
public sealed record TunnelRequest
{
    /// <summary>Who is let through; default all.</summary>
    [Id(0)]
    public TunnelAuthMode? AuthMode { get; init; }

    /// <summary>Whether requests through it count as activity; default true.</summary>
    [Id(1)]
    public bool? HttpKeepAlive { get; init; }

    /// <summary>Whether a request wakes a suspended devbox; default false.</summary>
    [Id(2)]
    public bool? WakeOnHttp { get; init; }
}
