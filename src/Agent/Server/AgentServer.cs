using System.Net.Sockets;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Server;

/// <summary>Listens on the agent's socket and answers, one operation a connection.</summary>
internal sealed class AgentServer(string runDirectory, ConnectionHandler handler)
{
    private const int Backlog = 4096;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How long to wait after an accept that failed for want of descriptors or memory.</summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Listens; from then on clients can connect.</summary>
    public Socket Listen()
    {
        var path = Path.Combine(runDirectory, AgentSocket.FileName);
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, OwnerOnly);
        listener.Listen(Backlog);
        return listener;
    }

    /// <summary>Serves for ever.</summary>
    public async Task ServeAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                var connection = await listener.AcceptAsync();
                // Not on this stack: what one connection asks for must not hold up the next.
                _ = Task.Run(() => ServeAsync(new NetworkStream(connection, ownsSocket: true), connection));
            }
            catch (SocketException)
            {
                await Task.Delay(AcceptPause);
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream, Socket connection)
    {
        await using (stream)
        {
            try
            {
                if (IsFromOutside(connection))
                    await handler.HandleAsync(stream);
            }
            catch (Exception e) when (e is IOException or SocketException or InvalidDataException)
            {
                // The client went away, or speaks no protocol: it is nothing to the other connections.
            }
        }
    }

    /// <summary>
    /// Whether the client is the host's: in a container its process has no id that could be seen from here. Root in the
    /// box can do all that it likes, but not in the silo's name.
    /// </summary>
    private static unsafe bool IsFromOutside(Socket connection)
    {
        if (Environment.ProcessId != 1)
            return true;
        Libc.PeerCredentials peer = default;
        var length = sizeof(Libc.PeerCredentials);
        return Libc.getsockopt(connection.Handle, Libc.SocketLevel, Libc.PeerCredentialsOption, &peer, &length) == 0 && peer.ProcessId == 0;
    }
}
