using BenchCluster.Clustering;
using BenchCluster.Tunnels;

namespace BenchCluster.Http.Pty;

/// <summary>Serves what comes through PTY tunnels: <c>/pty/{session}</c>, its control, and its WebSocket.</summary>
internal sealed class PtyGate(PtyTunnelKeys keys, PtySessions sessions, PtyAttachment attachment, PeerForwarder peers)
{
    /// <summary>The port in the host names of PTY tunnels (the official clients' constant).</summary>
    public const int Port = 13;

    private const string Scheme = "Bearer ";

    /// <summary>Serves the request if its address is a PTY tunnel's; whether it was.</summary>
    public async Task<bool> TryServeAsync(HttpContext http, TunnelAddress address)
    {
        if (address.Port != Port || keys.DevboxOf(address.Key) is not { } devboxId)
            return false;
        if (!TokensOf(http).Any(token => keys.IsToken(address.Key, token)))
        {
            await ApiErrors.WriteAsync(
                http, StatusCodes.Status401Unauthorized, "unauthorized",
                $"The PTY tunnel needs its token: send it as '{TunnelTransformer.AuthorizationHeader}: Bearer <auth_token>'.", mayRetry: false);
            return true;
        }

        if (!await peers.TryForwardAsync(http, devboxId))
            await RouteAsync(http, devboxId);
        return true;
    }

    /// <summary>
    /// The places that the official clients send the token in: the tunnel's header, the client's own key, and for
    /// WebSockets of browsers, which cannot set headers, the query or the subprotocol.
    /// </summary>
    private static IEnumerable<string> TokensOf(HttpContext http)
    {
        foreach (var name in (string[])[TunnelTransformer.AuthorizationHeader, "Authorization"])
        {
            var header = http.Request.Headers[name].ToString();
            if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
                yield return header[Scheme.Length..].Trim();
        }

        if (http.Request.Query["token"].ToString() is { Length: > 0 } query)
            yield return query;
        foreach (var protocol in http.WebSockets.WebSocketRequestedProtocols)
            yield return protocol;
    }

    private async Task RouteAsync(HttpContext http, string devboxId)
    {
        var path = (http.Request.Path.Value ?? "").Split('/');
        switch (http.Request.Method, path)
        {
            case ("GET", ["", "pty", var name]):
                await Answers.View(await sessions.ConnectAsync(devboxId, name, http)).ExecuteAsync(http);
                break;
            case ("POST", ["", "pty", var name, "control"]):
                await sessions.ControlAsync(devboxId, name, await RequestReader.ReadAsync<PtyControlRequest>(http), http.RequestAborted);
                await Answers.View(new { SessionName = name, Status = "ok" }).ExecuteAsync(http);
                break;
            case ("GET" or "CONNECT", ["", "pty", var name, "attach"]):
                await attachment.ServeAsync(http, devboxId, name);
                break;
            default:
                throw new BenchException(BenchError.NotFound, $"There is no {http.Request.Method} {http.Request.Path} in a PTY tunnel.");
        }
    }
}
