namespace BenchCluster.Client;

/// <summary>A way to the terminals of a devbox; good for a day.</summary>
/// <param name="TunnelKey">The key in its host name.</param>
/// <param name="AuthToken">What lets in.</param>
public sealed record PtyTunnel(string TunnelKey, string AuthToken)
{
    /// <summary>The record without its token.</summary>
    public override string ToString() => TunnelKey;
}
