namespace BenchCluster.Tunnels;

/// <summary>Who is let through a tunnel (the contract's).</summary>
public enum TunnelAuthMode
{
    /// <summary>Everybody who knows its URL.</summary>
    Open,

    /// <summary>Who has its token.</summary>
    Authenticated,
}
