using System.Globalization;
using System.Net.WebSockets;

namespace BenchCluster.Client.Devboxes;

/// <summary>
/// A person at a terminal session of a devbox. A connection that breaks off is made again: the session is still there.
/// </summary>
internal sealed class ShellSession(PtyClient client, TimeProvider time, PtyTunnel tunnel, string name) : IDisposable
{
    private const string ExitReason = "exit status ";
    private const int ChunkSize = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ClosesWithin = TimeSpan.FromSeconds(2);

    private readonly DetachKeys _keys = new();
    private readonly SemaphoreSlim _resizing = new(1, 1);
    private readonly CancellationTokenSource _left = new();
    private volatile WebSocket? _socket;

    /// <summary>The terminal's size now.</summary>
    public required Func<(int Columns, int Rows)> Size { get; init; }

    /// <summary>Told when the connection is lost, and when it is there again.</summary>
    public required Action<bool> AwayChanged { get; init; }

    /// <summary>Shows the session until it ends or is left; its exit status, null when it was left.</summary>
    /// <exception cref="BenchApiException">It cannot be attached to.</exception>
    /// <exception cref="IOException">The devbox is gone, or the session was closed.</exception>
    public async Task<int?> RunAsync(Stream output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _left.Token);
        for (var attached = await AttachAsync(stop.Token); ;)
        {
            using var socket = attached.Socket;
            _socket = socket;
            var showing = ShowAsync(socket, output, stop.Token);
            if (!attached.IsNew)
                await RedrawAsync();
            await ResizeAsync();
            await showing;
            _socket = null;
            if (stop.IsCancellationRequested)
                return null;
            switch ((int?)socket.CloseStatus)
            {
                case PtyClient.EndedCode when socket.CloseStatusDescription is { } reason && reason.StartsWith(ExitReason, StringComparison.Ordinal)
                    && int.TryParse(reason.AsSpan(ExitReason.Length), CultureInfo.InvariantCulture, out var status):
                    return status;
                case PtyClient.EndedCode:
                    throw new IOException("The session was closed.");
                case (int)WebSocketCloseStatus.EndpointUnavailable:
                    throw new IOException(socket.CloseStatusDescription ?? "The devbox is gone.");
            }

            AwayChanged(true);
            attached = await AttachAgainAsync(stop.Token);
            AwayChanged(false);
        }
    }

    /// <summary>Passes on what is typed, until nothing more is, or the session is left.</summary>
    public async Task TypeAsync(Stream input)
    {
        var buffer = new byte[ChunkSize];
        for (int read; (read = await input.ReadAsync(buffer)) > 0;)
        {
            var (bytes, isLeft) = _keys.Take(buffer.AsSpan(0, read));
            try
            {
                // What is typed while the connection is away is lost, as nobody would see what it does.
                if (bytes.Length > 0 && _socket is { State: WebSocketState.Open } socket)
                    await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // The showing side notices, and connects again.
            }

            if (isLeft)
                break;
        }

        Leave();
    }

    /// <summary>Leaves the session, which stays.</summary>
    public void Leave()
    {
        try
        {
            _left.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    /// <summary>Tells the session the terminal's size.</summary>
    public Task ResizeAsync() => ResizeAsync(Size());

    /// <summary>Programs draw themselves anew when their window changes: what they have drawn is not on this terminal.</summary>
    private Task RedrawAsync() => Size() is var (columns, rows) && rows > 1 ? ResizeAsync((columns, rows - 1)) : Task.CompletedTask;

    private async Task ResizeAsync((int Columns, int Rows) size)
    {
        await _resizing.WaitAsync();
        try
        {
            var (columns, rows) = size;
            await client.ResizeAsync(tunnel, name, columns, rows);
        }
        catch (BenchApiException)
        {
            // It is asked again when the connection is there again, or the session has ended.
        }
        finally
        {
            _resizing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _left.Dispose();
        _resizing.Dispose();
    }

    private static async Task ShowAsync(WebSocket socket, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkSize];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken) is { MessageType: not WebSocketMessageType.Close } received)
            {
                await output.WriteAsync(buffer.AsMemory(0, received.Count), CancellationToken.None);
                await output.FlushAsync(CancellationToken.None);
            }

            using var limit = new CancellationTokenSource(ClosesWithin);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It broke off, or is left.
        }
    }

    private async Task<(WebSocket Socket, bool IsNew)> AttachAsync(CancellationToken cancellationToken)
    {
        var (columns, rows) = Size();
        var session = await client.ConnectAsync(tunnel, name, columns, rows, cancellationToken);
        return (await client.AttachAsync(tunnel, session.ConnectUrl, cancellationToken), session.Created);
    }

    private async Task<(WebSocket Socket, bool IsNew)> AttachAgainAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        for (var start = time.GetTimestamp(); ; pause *= pause < TimeSpan.FromSeconds(4) ? 2 : 1)
        {
            await Task.Delay(pause, time, cancellationToken);
            try
            {
                return await AttachAsync(cancellationToken);
            }
            catch (BenchApiException e) when (time.GetElapsedTime(start) < Patience && (e.IsUnavailable || e.Status is System.Net.HttpStatusCode.Conflict))
            {
                // Not yet; or our own end that nobody has noticed yet holds the place.
            }
        }
    }
}
