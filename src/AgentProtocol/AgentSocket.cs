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
    /// <param name="runDirectory">The devbox's own directory.</param>
    /// <param name="isContained">Whether the agent must be the first process of a container; false where it runs beside the caller, as in tests.</param>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">Who listens there is not the agent.</exception>
    public static async Task<Socket> ConnectAsync(string runDirectory, bool isContained, CancellationToken cancellationToken)
    {
        var path = Path.Combine(runDirectory, FileName);
        var socket = await ConnectAsync(path, cancellationToken);
        if (!isContained || AgentPeer.IsFirstProcess(socket))
            return socket;
        socket.Dispose();
        throw new IOException($"What listens on '{path}' is not the first process of a container, and is not believed. (A silo that is in a container itself sees others' processes only in the host's process namespace, pid: host.)");
    }

    /// <summary>Connects to a socket, however long its path is; not to what a link in its place leads to.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        // A descriptor of the socket itself: its path may be longer than the kernel takes, and a link in its place could
        // lead to another devbox's agent.
        using var entry = open(path, PathOnly | NoFollow | CloseOnExec);
        if (entry.IsInvalid)
            throw new SocketException((int)SocketError.ConnectionRefused);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint($"/proc/self/fd/{entry.DangerousGetHandle()}"), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Listens on a socket for the process's own user, however long its path is; one that is there is replaced.</summary>
    public static Socket Listen(string path)
    {
        File.Delete(path);
        using var directory = open(Path.GetDirectoryName(path)!, PathOnly | CloseOnExec);
        if (directory.IsInvalid)
            throw new DirectoryNotFoundException($"There is no directory for '{path}'.");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"/proc/self/fd/{directory.DangerousGetHandle()}/{Path.GetFileName(path)}"));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen();
        return listener;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags);
}
