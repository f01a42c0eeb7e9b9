using System.Security.Cryptography;
using System.Text;
using BenchCluster.Clustering;
using BenchCluster.Devboxes;
using BenchCluster.Http;
using BenchCluster.Http.Pty;

namespace BenchCluster.Tunnels;

/// <summary>Takes the requests whose host name is a tunnel's, before the API sees them.</summary>
internal sealed partial class TunnelGate(
    RequestDelegate next, IGrainFactory grains, TunnelForwarder forwarder, TunnelWaking waking, PtyGate pty, PeerForwarder peers,
    ILogger<TunnelGate> logger)
{
    private const string Scheme = "Bearer ";

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (TunnelAddress.Of(http.Request.Host.Host) is not { } address)
        {
            await next(http);
            return;
        }

        try
        {
            await PassAsync(http, address);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (Exception e)
        {
            var (status, code, message) = ApiErrors.Describe(e);
            if (status == StatusCodes.Status500InternalServerError)
                LogUnexpected(logger, e, http.Request.Host.Host, http.Request.Path);
            if (http.Response.HasStarted)
                http.Abort();
            else
                await ApiErrors.WriteAsync(http, status, code, message, mayRetry: status is 429 or 503);
        }
    }

    /// <summary>Whether a request has the token that a tunnel asks for.</summary>
    public static bool HasToken(HttpRequest request, string token)
    {
        var header = request.Headers[TunnelTransformer.AuthorizationHeader].ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && IsSame(header[Scheme.Length..].Trim(), token);
    }

    private static bool IsSame(string given, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));

    private async Task PassAsync(HttpContext http, TunnelAddress address)
    {
        if (await pty.TryServeAsync(http, address))
            return;
        var devbox = TunnelKey.DevboxOf(address.Key) is { } id ? grains.GetGrain<IDevboxGrain>(id) : null;
        if (devbox is null || await devbox.FindTunnel(address.Key) is not { } passage)
            throw new BenchException(BenchError.NotFound, "There is no such tunnel: it was removed, or its key is mistyped.");
        if (passage.Tunnel.AuthToken is { } token && !HasToken(http.Request, token))
        {
            await ApiErrors.WriteAsync(
                http, StatusCodes.Status401Unauthorized, "unauthorized",
                $"The tunnel needs its token: send it as '{TunnelTransformer.AuthorizationHeader}: Bearer <auth_token>'.", mayRetry: false);
            return;
        }

        if (await peers.TryForwardAsync(http, devbox.GetPrimaryKeyString()))
            return;
        await waking.AwaitRunningAsync(devbox, passage, http.RequestAborted);
        await forwarder.ForwardAsync(http, devbox.GetPrimaryKeyString(), address.Port);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The tunnel {Host} failed at {Path}.")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string host, string path);
}
