using System.Net.Sockets;
using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Protocol;

/// <summary>A connection on which anything can be sent.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;

    private RawConnection(Socket socket) => _socket = socket;

    public static async Task<RawConnection> OpenAsync(RunningAgent agent, CancellationToken cancellationToken) =>
        new(await AgentSocket.ConnectAsync(agent.RunDirectory, isContained: false, cancellationToken));

    public static byte[] Head(AgentRequest request) =>
        [.. System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(request, AgentJson.Default.AgentRequest), (byte)'\n'];

    public static byte[] Frame(FrameType type, byte[] payload)
    {
        var frame = new byte[Wire.HeaderLength + payload.Length];
        Wire.WriteHeader(frame, type, payload.Length);
        payload.CopyTo(frame, Wire.HeaderLength);
        return frame;
    }

    /// <summary>Sends all of it; that the agent has hung up already is no failure.</summary>
    public async Task SendAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;)
                sent += await _socket.SendAsync(bytes.AsMemory(sent), cancellationToken);
        }
        catch (SocketException)
        {
            // It has heard enough.
        }
    }

    /// <summary>Says that nothing more comes.</summary>
    public void Finish()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has hung up.
        }
    }

    /// <summary>All that the agent answers until it hangs up.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var answer = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await _socket.ReceiveAsync(buffer, cancellationToken)) > 0;)
                answer.Write(buffer, 0, read);
        }
        catch (SocketException)
        {
            // Hung up with something of ours unread.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public void Dispose() => _socket.Dispose();
}
