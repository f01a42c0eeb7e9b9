using System.Runtime.InteropServices;
using BenchCluster.Agent.Native;

namespace BenchCluster.Agent.Executions;

/// <summary>
/// A file that exists in memory only: how a shell's text and state get in and out, without a path that others could
/// open and without a limit of their length.
/// </summary>
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
            if (written < 0 && Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
            {
                Dispose();
                throw SystemFailure.Last("A file in memory cannot be written");
            }

            content = content[(int)Math.Max(written, 0)..];
        }

        Rewind();
    }

    private MemoryFile(int descriptor) => Descriptor = descriptor;

    /// <summary>Its descriptor; negative once it is given away.</summary>
    public int Descriptor { get; private set; }

    /// <summary>Bytes in it. Who reads on afterwards begins at its end.</summary>
    public long Length => Libc.lseek(Descriptor, 0, Libc.SeekEnd);

    /// <summary>Gives it away: the taker disposes it.</summary>
    public MemoryFile Take()
    {
        var taken = new MemoryFile(Descriptor);
        Descriptor = -1;
        return taken;
    }

    /// <summary>Makes the next reader begin at the start.</summary>
    public void Rewind() => _ = Libc.lseek(Descriptor, 0, Libc.SeekStart);

    /// <summary>Whether its last bytes are these.</summary>
    public bool EndsWith(ReadOnlySpan<byte> end)
    {
        var last = stackalloc byte[end.Length];
        var offset = Length - end.Length;
        return offset >= 0
            && Libc.pread(Descriptor, last, end.Length, offset) == end.Length
            && end.SequenceEqual(new ReadOnlySpan<byte>(last, end.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Descriptor >= 0)
            _ = Libc.close(Descriptor);
        Descriptor = -1;
    }
}
