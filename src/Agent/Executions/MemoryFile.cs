using System.Runtime.InteropServices;
using BenchCluster.Agent.Native;

namespace BenchCluster.Agent.Executions;

/// <summary>A file that exists in memory only: how a shell's state gets in and out, without a path that others could open.</summary>
internal sealed unsafe class MemoryFile : IDisposable
{
    private const uint CloseOnExec = 1;

    /// <summary>Makes one with the bytes in it, to be read from the start.</summary>
    public MemoryFile(ReadOnlySpan<byte> content)
    {
        Descriptor = Libc.memfd_create("bench-shell", CloseOnExec);
        if (Descriptor < 0)
            throw SystemFailure.Last("A file in memory cannot be made");
        while (content.Length > 0)
        {
            nint written;
            fixed (byte* start = content)
                written = Libc.write(Descriptor, start, content.Length);
            if (written < 0)
                throw SystemFailure.Last("A file in memory cannot be written");
            content = content[(int)written..];
        }

        _ = Libc.lseek(Descriptor, 0, 0);
    }

    /// <summary>Its descriptor.</summary>
    public int Descriptor { get; }

    /// <summary>All that is in it, or null when that is more than <paramref name="limit"/> or cannot be read.</summary>
    public byte[]? Read(int limit)
    {
        var length = Libc.lseek(Descriptor, 0, 2);
        if (length < 0 || length > limit)
            return null;
        _ = Libc.lseek(Descriptor, 0, 0);
        var content = new byte[length];
        for (var read = 0; read < content.Length;)
        {
            nint count;
            fixed (byte* start = content)
                count = Libc.read(Descriptor, start + read, content.Length - read);
            if (count < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted)
                continue;
            if (count <= 0)
                return null;
            read += (int)count;
        }

        return content;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.close(Descriptor);
}
