using System.Runtime.InteropServices;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>The writing end of an execution's standard input.</summary>
/// <param name="descriptor">The pipe's writing end, which it owns.</param>
internal sealed unsafe class StandardInput(int descriptor) : IDisposable
{
    /// <summary>How often a writer who waits for a reader looks whether the execution still runs.</summary>
    private const int RecheckMs = 100;

    private readonly Lock _lock = new();
    private int _descriptor = MakeNonBlocking(descriptor);
    private volatile bool _isClosing;

    /// <summary>Writes all of it, however long the command takes to read; for a thread that may wait.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Ended"/> when nobody reads any more.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            while (bytes.Length > 0)
            {
                if (_isClosing || _descriptor < 0)
                    throw new AgentException(AgentErrorCode.Ended, "The execution's standard input is closed.");
                bytes = bytes[WriteSome(bytes)..];
            }
        }
    }

    /// <summary>Closes it: the command reads its end.</summary>
    public void Dispose()
    {
        // A writer that waits sees this and lets go of the lock.
        _isClosing = true;
        lock (_lock)
        {
            if (_descriptor >= 0)
                _ = Libc.close(_descriptor);
            _descriptor = -1;
        }
    }

    private static int MakeNonBlocking(int descriptor)
    {
        _ = Libc.fcntl(descriptor, Libc.SetStatusFlags, Libc.NonBlocking);
        return descriptor;
    }

    private int WriteSome(ReadOnlySpan<byte> bytes)
    {
        nint written;
        fixed (byte* start = bytes)
            written = Libc.write(_descriptor, start, bytes.Length);
        if (written >= 0)
            return (int)written;
        switch (Marshal.GetLastPInvokeError())
        {
            case Libc.ErrorInterrupted:
                return 0;
            case Libc.ErrorAgain:
                var entry = new Libc.PollEntry { Descriptor = _descriptor, Events = Libc.PollOut };
                _ = Libc.poll(&entry, 1, RecheckMs);
                return 0;
            default:
                throw new AgentException(AgentErrorCode.Ended, "Nobody reads the execution's standard input any more.");
        }
    }
}

