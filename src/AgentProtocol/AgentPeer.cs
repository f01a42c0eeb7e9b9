using System.Buffers.Text;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.AgentProtocol;

/// <summary>Who listens at the other end of a socket, by the kernel's word and not by the listener's.</summary>
internal static partial class AgentPeer
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int PeerPidDescriptor = 77;
    private const int NoSuchOption = 92;

    /// <summary>
    /// Whether the process that began to listen is the first of a pid namespace below this process's own, such as a
    /// container's. False, too, when it has ended, or when this process is in another container and cannot see it.
    /// </summary>
    public static bool IsFirstProcess(Socket socket)
    {
        // A descriptor of the process cannot come to mean another one, as a number can once the process has ended.
        if (Ask(socket, PeerPidDescriptor) is { } descriptor)
        {
            using var process = new SafeFileHandle(descriptor, ownsHandle: true);
            return IsFirst($"/proc/self/fdinfo/{descriptor}");
        }

        // Kernels before 6.5 have the number only.
        return Marshal.GetLastPInvokeError() == NoSuchOption
            && Ask(socket, PeerCredentials) is { } number
            && IsFirst($"/proc/{number}/status");
    }

    /// <summary>Whether the ids of a process, from this namespace inwards, are several and end in 1.</summary>
    private static bool IsFirst(string path)
    {
        Span<byte> text = stackalloc byte[4096];
        try
        {
            using var file = File.OpenHandle(path);
            text = text[..RandomAccess.Read(file, text, 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is hidden.
            return false;
        }

        var start = text.IndexOf("\nNSpid:\t"u8);
        if (start < 0)
            return false;
        var ids = text[(start + "\nNSpid:\t"u8.Length)..];
        var end = ids.IndexOf((byte)'\n');
        ids = end < 0 ? [] : ids[..end];
        var last = ids.LastIndexOf((byte)'\t');
        return last > 0 && Utf8Parser.TryParse(ids[(last + 1)..], out int id, out var length) && id == 1 && length == ids.Length - last - 1;
    }

    /// <summary>The first number of a socket's option; null when there is none.</summary>
    private static unsafe int? Ask(Socket socket, int option)
    {
        Span<int> value = stackalloc int[3];
        var length = value.Length * sizeof(int);
        fixed (int* first = value)
            return getsockopt(socket.SafeHandle, SocketLevel, option, first, &length) == 0 ? value[0] : null;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int getsockopt(SafeHandle socket, int level, int option, int* value, int* length);
}
