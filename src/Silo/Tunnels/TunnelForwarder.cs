using System.Net;
using System.Net.Sockets;
using BenchCluster.AgentProtocol;
using BenchCluster.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace BenchCluster.Tunnels;

/// <summary>Carries a request to a program in a devbox, and the answer back, as they come.</summary>
internal sealed class TunnelForwarder(IHttpForwarder forwarder, TunnelConnections connections)
{
    /// <summary>Events and sockets may be silent for long; the client's own end is noticed.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    private static readonly TunnelTransformer Transformer = new();

    private static readonly ForwarderRequestConfig Plain = new()
    {
        ActivityTimeout = LongestSilence,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        AllowResponseBuffering = false,
    };

    /// <summary>gRPC is HTTP/2 only, and without TLS its servers expect it from the first byte.</summary>
    private static readonly ForwarderRequestConfig Grpc = Plain with { Version = HttpVersion.Version20 };

    /// <summary>Forwards it; what fails before the program has answered is answered here.</summary>
    public async Task ForwardAsync(HttpContext http, string devboxId, int port)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        var config = IsGrpc(http.Request) ? Grpc : Plain;
        var error = await forwarder.SendAsync(http, TunnelConnections.PrefixOf(devboxId, port), connections.Client, config, Transformer);
        if (error is ForwarderError.None || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            return;
        var (status, message) = Explain(http.GetForwarderErrorFeature()?.Exception, port);
        await ApiErrors.WriteAsync(http, status, status == 503 ? "unavailable" : "bad_gateway", message, mayRetry: status == 503);
    }

    private static bool IsGrpc(HttpRequest request) =>
        HttpProtocol.IsHttp2(request.Protocol) && request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) is true;

    private static (int Status, string Message) Explain(Exception? exception, int port)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is AgentException { Code: AgentErrorCode.Refused })
                return (502, $"{e.Message}. Is a server running there?");
            if (e is SocketException)
                return (503, $"The devbox does not answer: {e.Message}");
        }

        return (502, $"What listens on port {port} of the devbox gave no answer in HTTP: {exception?.GetBaseException().Message}");
    }
}
