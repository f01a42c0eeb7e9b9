using System.Net;
using System.Net.Sockets;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Dialing;

/// <summary>Connects to what listens in the devbox.</summary>
internal static class Dialer
{
    /// <summary>A port of the devbox itself answers at once, or not at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Some programs listen on "localhost", and mean the one or the other.</summary>
    private static readonly IPAddress[] Loopback = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    /// <summary>Connects, answers, and carries bytes both ways until both have ended.</summary>
    /// <exception cref="AgentException">It cannot be reached; nothing was answered yet.</exception>
    public static async Task ServeAsync(DialTarget target, Stream stream, WireReader reader)
    {
        using var socket = await ConnectAsync(target);
        await Wire.WriteHeadAsync(stream, new AgentReply(), AgentJson.Default.AgentReply, CancellationToken.None);
        await new Relay(socket, stream, reader).RunAsync();
    }

    private static async Task<Socket> ConnectAsync(DialTarget target)
    {
        if (target.Port is < 1 or > IPEndPoint.MaxPort)
            throw new AgentException(AgentErrorCode.Invalid, $"dial.port: must be 1 to {IPEndPoint.MaxPort}.");
        var addresses = Loopback;
        if (target.Address is not null)
        {
            addresses = IPAddress.TryParse(target.Address, out var address)
                ? [address]
                : throw new AgentException(AgentErrorCode.Invalid, "dial.address: must be an IP address.");
        }

        SocketException? failure = null;
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, target.Port));
            }
            catch (SocketException e)
            {
                // What the first address says is what a person expects to read.
                failure ??= e;
            }
        }

        throw new AgentException(AgentErrorCode.Refused, $"Nothing answers on port {target.Port} of the devbox: {failure!.Message}");
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint)
    {
        using var limit = new CancellationTokenSource(Patience);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, limit.Token);
            return socket;
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
