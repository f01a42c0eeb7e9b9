using System.Runtime.InteropServices;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>The writing end of an execution's standard input.</summary>
internal sealed class StandardInput : IDisposable
{
    private readonly DescriptorPump _pump;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _descriptor;

    /// <summary>One for a pipe.</summary>
    /// <param name="descriptor">The pipe's writing end, which it owns.</param>
    /// <param name="pump">Tells when the pipe takes more.</param>
    public StandardInput(int descriptor, DescriptorPump pump)
    {
        (_descriptor, _pump) = (descriptor, pump);
        _ = Libc.fcntl(descriptor, Libc.SetStatusFlags, Libc.NonBlocking);
    }

    /// <summary>Writes all of it, however long the command takes to read. What others write comes before or after, not between.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Ended"/> when nobody reads any more.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _turn.WaitAsync();
        try
        {
            while (true)
            {
                bytes = bytes[WriteSome(bytes.Span)..];
                if (bytes.Length == 0)
                    return;
                await WritableAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes it: the command reads its end.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_descriptor < 0)
                return;
            // Who waits to write finds it closed.
            _pump.ForgetWriter(_descriptor);
            _ = Libc.close(_descriptor);
            _descriptor = -1;
        }
    }

    /// <summary>Writes what fits now.</summary>
    private unsafe int WriteSome(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_descriptor < 0)
                throw new AgentException(AgentErrorCode.Ended, "The execution's standard input is closed.");
            nint written;
            fixed (byte* start = bytes)
                written = Libc.write(_descriptor, start, bytes.Length);
            if (written >= 0)
                return (int)written;
            return Marshal.GetLastPInvokeError() is Libc.ErrorAgain or Libc.ErrorInterrupted
                ? 0
                : throw new AgentException(AgentErrorCode.Ended, "Nobody reads the execution's standard input any more.");
        }
    }

    private Task WritableAsync()
    {
        lock (_lock)
            return _descriptor < 0 ? Task.CompletedTask : _pump.WritableAsync(_descriptor);
    }
}
