using System.Net.Sockets;
using BenchCluster.Agent.Server;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Dialing;

/// <summary>Carries bytes between a client's frames and a socket. Each direction ends by itself.</summary>
internal sealed class Relay(Socket socket, Stream stream, WireReader reader)
{
    /// <summary>Goes on until both directions have ended, or the client has gone.</summary>
    public async Task RunAsync()
    {
        var up = UpAsync();
        var down = DownAsync();
        // A client that goes away without an end takes the connection with it: who serves it shall not wait.
        if (await Task.WhenAny(up, down) == up && !await up)
            socket.Dispose();
        await down;
        await up;
    }

    /// <summary>From the client; whether it ended as it should.</summary>
    private async Task<bool> UpAsync()
    {
        var isTaken = true;
        try
        {
            while (await reader.ReadFrameAsync(CancellationToken.None) is { } frame)
            {
                if (frame.Type is FrameType.End)
                {
                    End();
                    return true;
                }

                // What nobody takes any more is read all the same: the client learns it from the answer.
                isTaken = isTaken && await TryWriteAsync(frame.Payload);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            // It is gone, or speaks no protocol.
        }

        return false;
    }

    private async Task DownAsync() => await FrameWriter.SendAsync(stream, async (buffer, token) =>
    {
        try
        {
            return await socket.ReceiveAsync(buffer, token);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new AgentException(AgentErrorCode.Ended, $"The connection was cut off: {e.Message}");
        }
    });

    private async Task<bool> TryWriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await socket.SendAsync(bytes)..];
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void End()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }
}
