using Yarp.ReverseProxy.Forwarder;

namespace BenchCluster.Tunnels;

/// <summary>
/// What a program in a devbox gets to see of a request: all of it, the host name that was asked for included, but not the
/// token that let it through.
/// </summary>
internal sealed class TunnelTransformer : HttpTransformer
{
    /// <summary>The header with the token (the contract's).</summary>
    public const string AuthorizationHeader = "X-Runloop-Tunnel-Authorization";

    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedHost = "X-Forwarded-Host";
    private const string ForwardedProto = "X-Forwarded-Proto";

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        headers.Remove(AuthorizationHeader);
        if (httpContext.Connection.RemoteIpAddress is { } client)
            headers.TryAddWithoutValidation(ForwardedFor, client.ToString());
        // A proxy before us knows better.
        if (!headers.Contains(ForwardedHost))
            headers.TryAddWithoutValidation(ForwardedHost, httpContext.Request.Host.Value);
        if (!headers.Contains(ForwardedProto))
            headers.TryAddWithoutValidation(ForwardedProto, httpContext.Request.Scheme);
    }
}
