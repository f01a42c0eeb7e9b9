using BenchCluster.Agent.Files;
using BenchCluster.AgentProtocol;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.Agent.Executions;

/// <summary>
/// One output of an execution: a file that is kept up to a bound, and the last bytes, whatever the bound. The file is
/// made with the first byte. Written by the pump's thread alone; read by all.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="bound">Bytes that are kept.</param>
/// <param name="times">Notes when they came.</param>
internal sealed class OutputFile(string path, long bound, OutputClock times) : IDisposable
{
    /// <summary>Bytes of the tail.</summary>
    public const int TailLength = ExecutionArchive.TailLength;

    private readonly Lock _lock = new();
    private byte[] _tail = [];
    private long _written;
    private long _kept;
    private SafeFileHandle? _file;
    private bool _isClosed;

    /// <summary>Bytes that the command wrote.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Bytes that are in the file.</summary>
    public long Kept => Interlocked.Read(ref _kept);

    /// <summary>Why the file could not take all that the bound allows.</summary>
    public string? Problem { get; private set; }

    /// <summary>Takes what the command wrote.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var room = (int)Math.Min(bytes.Length, Problem is null && !_isClosed ? bound - _kept : 0);
        if (room > 0)
        {
            try
            {
                _file ??= File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
                times.Mark(_kept);
                RandomAccess.Write(_file, bytes[..room], _kept);
                Interlocked.Add(ref _kept, room);
            }
            catch (Exception e) when (FileFailure.Explain(e, path) is { } known)
            {
                // The disk is full. The command goes on, and its end says that the output is cut.
                Problem = known.Message;
            }
        }

        lock (_lock)
        {
            Remember(bytes);
            Interlocked.Add(ref _written, bytes.Length);
        }
    }

    /// <summary>The last bytes, in order.</summary>
    public byte[] Tail()
    {
        lock (_lock)
        {
            if (_written <= TailLength)
                return _tail.AsSpan(0, (int)_written).ToArray();
            var start = (int)(_written % TailLength);
            return [.. _tail.AsSpan(start), .. _tail.AsSpan(0, start)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        _file?.Dispose();
        times.Dispose();
    }

    /// <summary>Puts the bytes where they belong in the ring: byte n of the output is at n modulo its length.</summary>
    private void Remember(ReadOnlySpan<byte> bytes)
    {
        var end = _written + bytes.Length;
        if (_tail.Length < TailLength && _tail.Length < end)
            Array.Resize(ref _tail, (int)Math.Min(TailLength, Math.Max(end, Math.Max(1024, _tail.Length * 2L))));
        var position = _written;
        while (bytes.Length > 0)
        {
            var at = (int)(position % TailLength);
            var count = Math.Min(bytes.Length, TailLength - at);
            if (_tail.Length < at + count)
                Array.Resize(ref _tail, Math.Min(TailLength, at + count));
            bytes[..count].CopyTo(_tail.AsSpan(at));
            bytes = bytes[count..];
            position += count;
        }
    }
}
