using System.Net.WebSockets;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Http.Pty;

/// <summary>A client at a PTY session: raw bytes over a WebSocket, both ways.</summary>
internal sealed class PtyAttachment(PtySessions sessions, IHostApplicationLifetime host)
{
    /// <summary>The official clients' code for a session that has ended as it should.</summary>
    private const WebSocketCloseStatus Ended = (WebSocketCloseStatus)4000;

    /// <summary>The client may come back soon (IANA's "service restart").</summary>
    private const WebSocketCloseStatus Restart = (WebSocketCloseStatus)1012;

    private const int ChunkSize = 16 * 1024;

    /// <summary>How often a client is asked whether it is still there, and how long it has to answer: its place is for others.</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How long a client or a devbox has for its part in the end.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(3);

    /// <summary>Attaches the client, or refuses it; until it goes or the session ends.</summary>
    public async Task ServeAsync(HttpContext http, string devboxId, string name)
    {
        if (!http.WebSockets.IsWebSocketRequest)
            throw new BenchException(BenchError.BadRequest, "The path of a session's bytes is for WebSockets.");
        await using var session = await sessions.AttachAsync(devboxId, name, http);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            // A client that asks for protocols hangs up when it is granted none.
            SubProtocol = http.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(),
            KeepAliveInterval = PingInterval,
            KeepAliveTimeout = PingTimeout,
        });
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var typing = TypeAsync(socket, session);
        var showing = ShowAsync(socket, session, reading.Token, sending.Token);
        var isLeft = await Task.WhenAny(typing, showing) == typing;
        await reading.CancelAsync();
        sending.CancelAfter(EndsWithin);
        var (status, reason) = await showing;
        if (host.ApplicationStopping.IsCancellationRequested)
            (status, reason) = (Restart, "The server stops; the session stays.");
        // Before the client hears that it is gone: its next attach shall find the place free.
        if (isLeft)
            await DetachAsync(session);
        await CloseAsync(socket, status, reason);
        await Task.WhenAny(typing, Task.Delay(EndsWithin, CancellationToken.None));
        socket.Abort();
        await typing;
    }

    /// <summary>What the client sends is typed, whether it calls it bytes or text; until it goes.</summary>
    private static async Task TypeAsync(WebSocket socket, SessionConnection session)
    {
        var buffer = new byte[ChunkSize];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
                await TypeAsync(session, buffer.AsMemory(0, received.Count));
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone.
        }
    }

    private static async Task TypeAsync(SessionConnection session, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await session.WriteAsync(bytes, CancellationToken.None);
        }
        catch (IOException)
        {
            // The session has ended; the client hears it from what is shown, to the last.
        }
    }

    /// <summary>Shows what comes, until the session ends or the client shall see no more; how that is said.</summary>
    private static async Task<(WebSocketCloseStatus Status, string Reason)> ShowAsync(
        WebSocket socket, SessionConnection session, CancellationToken reading, CancellationToken sending)
    {
        try
        {
            while (await session.ReadAsync(reading) is { } output)
                await socket.SendAsync(output.Bytes, WebSocketMessageType.Binary, endOfMessage: true, sending);
            return (Ended, session.Exit is { } exit ? $"exit status {exit.ExitCode}" : "closed");
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            return (WebSocketCloseStatus.NormalClosure, "detached");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return (WebSocketCloseStatus.EndpointUnavailable, "The devbox is gone.");
        }
    }

    private static async Task DetachAsync(SessionConnection session)
    {
        using var limit = new CancellationTokenSource(EndsWithin);
        try
        {
            await session.EndInputAsync(limit.Token);
            while (await session.ReadAsync(limit.Token) is not null)
            {
                // Nobody is there to see it.
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            // That is the end of it.
        }
    }

    private static async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status, string reason)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var limit = new CancellationTokenSource(EndsWithin);
        try
        {
            await socket.CloseOutputAsync(status, reason, limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It has hung up.
        }
    }
}
