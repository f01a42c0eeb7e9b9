using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.AgentProtocol;

/// <summary>The agent's socket, seen from the host.</summary>
public static partial class AgentSocket
{
    /// <summary>The socket's name in the devbox's own directory.</summary>
    public const string FileName = "agent.sock";

    private const int CloseOnExec = 0x80000;
    private const int PathOnly = 0x200000;
    private static readonly int NoFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Connects to the agent whose directory this is.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">Somebody listens there who is not the agent.</exception>
    public static async Task<Socket> ConnectAsync(string runDirectory, AgentPlace place, CancellationToken cancellationToken)
    {
        var path = Path.Combine(runDirectory, FileName);
        // A descriptor of the socket itself: its path may be longer than the kernel takes, and a link in its place could
        // lead to another devbox's agent.
        using var entry = open(path, PathOnly | NoFollow | CloseOnExec);
        if (entry.IsInvalid)
            throw new SocketException((int)SocketError.ConnectionRefused);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint($"/proc/self/fd/{entry.DangerousGetHandle()}"), cancellationToken);
            if (place is AgentPlace.Container && !AgentPeer.IsFirstProcess(socket))
                throw new IOException($"Who listens on '{path}' is not the first process of a container that can be seen from here, and so not the agent.");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags);
}
