using System.Diagnostics;
using System.Globalization;
using System.Net;
using BenchCluster.AgentProtocol;
using BenchCluster.DevboxAgents;
using BenchCluster.Devboxes;

namespace BenchCluster.Tunnels;

/// <summary>HTTP connections to the programs in devboxes, dialed through the devbox's agent and kept for the next request.</summary>
internal sealed class TunnelConnections : IDisposable
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    private readonly DevboxHost _host;
    private readonly IGrainFactory _grains;

    /// <summary>None yet.</summary>
    public TunnelConnections(DevboxHost host, IGrainFactory grains)
    {
        (_host, _grains) = (host, grains);
        Client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            // Nothing of ours is added to a request.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            ConnectTimeout = ConnectWithin,
            PooledConnectionIdleTimeout = KeptFor,
            ConnectCallback = (context, token) => DialAsync(context.DnsEndPoint, token),
        });
    }

    /// <summary>Sends requests to the addresses of <see cref="PrefixOf"/>.</summary>
    public HttpMessageInvoker Client { get; }

    /// <summary>The address of a devbox's port, for <see cref="Client"/> and nobody else.</summary>
    public static string PrefixOf(string devboxId, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{devboxId[(ResourceKind.Devbox.Prefix.Length + 1)..]}:{port}/");

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> DialAsync(DnsEndPoint address, CancellationToken cancellationToken)
    {
        var devboxId = $"{ResourceKind.Devbox.Prefix}_{address.Host}";
        var stream = await _host.ClientOf(devboxId).DialAsync(new DialTarget { Port = address.Port }, cancellationToken);
        var devbox = _grains.GetGrain<IDevboxGrain>(devboxId);
        return new WatchedStream(stream, () => devbox.TouchTunnel().Ignore());
    }
}
