using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.AgentProtocol;

/// <summary>The agent's socket, seen from the host.</summary>
public static class AgentSocket
{
    /// <summary>The socket's name in the devbox's own directory.</summary>
    public const string FileName = "agent.sock";

    /// <summary>The longest path that the kernel takes for a socket, less the final zero.</summary>
    private const int LongestPath = 107;

    /// <summary>Connects to the agent whose directory this is.</summary>
    /// <param name="runDirectory">The devbox's own directory.</param>
    /// <param name="isContained">Whether the agent must be the first process of a container; false where it runs beside the caller, as in tests.</param>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">Who listens there is not the agent.</exception>
    public static async Task<Socket> ConnectAsync(string runDirectory, bool isContained, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var path = Path.Combine(runDirectory, FileName);
            if (Encoding.UTF8.GetByteCount(path) <= LongestPath)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            }
            else
            {
                // A descriptor of the directory gives a short name to a long path.
                using var directory = OpenDirectory(runDirectory);
                await socket.ConnectAsync(
                    new UnixDomainSocketEndPoint($"/proc/self/fd/{directory.DangerousGetHandle()}/{FileName}"), cancellationToken);
            }

            if (isContained)
                AgentPeer.Check(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static SafeFileHandle OpenDirectory(string path)
    {
        var handle = HostFiles.OpenDirectory(path);
        return handle.IsInvalid ? throw new SocketException((int)SocketError.ConnectionRefused) : handle;
    }
}
