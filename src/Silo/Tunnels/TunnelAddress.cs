using System.Globalization;

namespace BenchCluster.Tunnels;

/// <summary>A host name that leads into a devbox: <c>{port}-{tunnel_key}.tunnel.{anything}</c>.</summary>
/// <param name="Port">The port in the devbox.</param>
/// <param name="Key">The tunnel's key.</param>
internal readonly record struct TunnelAddress(int Port, string Key)
{
    private const string Label = "tunnel";

    /// <summary>The address that a host name without its port is; null when it is another host's.</summary>
    public static TunnelAddress? Of(string host)
    {
        var labels = host.Split('.', 3);
        if (labels.Length < 2 || !labels[1].Equals(Label, StringComparison.OrdinalIgnoreCase))
            return null;
        var dash = labels[0].IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && int.TryParse(labels[0].AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= ushort.MaxValue
                ? new TunnelAddress(port, labels[0][(dash + 1)..].ToLowerInvariant())
                : null;
    }
}
