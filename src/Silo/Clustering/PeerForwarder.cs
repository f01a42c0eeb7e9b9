using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using BenchCluster.Http;
using BenchCluster.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace BenchCluster.Clustering;

/// <summary>
/// Carries a request for a devbox to the silo of its node, where its agent's socket and its files are. So every silo
/// answers every request, and streams go over one connection more and no grain.
/// </summary>
internal sealed class PeerForwarder(
    IHttpForwarder forwarder, INodeBook book, INodeDirectory nodes, NodeIdentity identity, IGrainFactory grains) : IDisposable
{
    /// <summary>Who forwards; what comes with it is not forwarded again.</summary>
    public const string Header = "X-Bench-Forwarded-By";

    private static readonly ForwarderRequestConfig Config = new()
    {
        // Streams may be silent for long; the client's own end is noticed.
        ActivityTimeout = TimeSpan.FromDays(1),
        AllowResponseBuffering = false,
    };

    private readonly ConcurrentDictionary<string, string> _urls = new();
    private readonly PeerTransformer _transformer = new(identity.Node);
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    /// <summary>Forwards it when the devbox is on another node that is there; false when it is to be handled here.</summary>
    public async Task<bool> TryForwardAsync(HttpContext http, string devboxId)
    {
        if (http.Request.Headers.ContainsKey(Header)
            || await book.FindAsync(devboxId, http.RequestAborted) is not { } node
            || node == identity.Node || !nodes.Alive.Contains(node))
            return false;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        var error = await forwarder.SendAsync(http, await UrlOfAsync(node), _client, Config, _transformer);
        if (error is not ForwarderError.None)
            _urls.TryRemove(node, out _);
        if (error is not ForwarderError.None && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await ApiErrors.WriteAsync(
                http, StatusCodes.Status503ServiceUnavailable, "unavailable",
                $"The node '{node}' of the devbox '{devboxId}' does not answer; whether the request was carried out is not known.", mayRetry: true);
        }

        return true;
    }

    /// <summary>Where the silo of a node listens for the others.</summary>
    public async Task<string> UrlOfAsync(string node)
    {
        if (_urls.TryGetValue(node, out var known))
            return known;
        return _urls[node] = await grains.GetGrain<INodeGrain>(NodeIdentity.GrainKeyOf(node)).PeerUrl();
    }

    public void Dispose() => _client.Dispose();

    private sealed class PeerTransformer(string node) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            // Tunnels are told apart by it, and answers have URLs with it.
            proxyRequest.Headers.Host = httpContext.Request.Host.Value;
            proxyRequest.Headers.TryAddWithoutValidation(Header, node);
        }
    }
}
