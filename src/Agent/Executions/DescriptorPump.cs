using System.Runtime.InteropServices;
using BenchCluster.Agent.Native;

namespace BenchCluster.Agent.Executions;

/// <summary>One thread that reads all pipes of all executions, whichever has something, and tells who may write again.</summary>
internal sealed unsafe class DescriptorPump
{
    private const int ChunkSize = 64 * 1024;
    private const int BatchSize = 64;

    private readonly Dictionary<int, Action<byte[], int>> _sinks = [];
    private readonly Dictionary<int, TaskCompletionSource> _writers = [];
    private readonly Lock _lock = new();

    /// <summary>Beside the one that the pump reads into: a sink that drains may still use that.</summary>
    private readonly byte[] _drained = new byte[ChunkSize];
    private readonly int _epoll = Libc.epoll_create1(Libc.CloseOnExec);

    /// <summary>Begins to read.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "pump" }.Start();

    /// <summary>
    /// Reads a descriptor to its end and closes it. The sink gets each piece, and a length of 0 at the end; it runs on
    /// the pump's thread and must not wait.
    /// </summary>
    public void Add(int descriptor, Action<byte[], int> sink)
    {
        // First of all: an event for a closed descriptor of the same number may still be under way, and must find nothing to wait for.
        _ = Libc.fcntl(descriptor, Libc.SetStatusFlags, Libc.NonBlocking);
        lock (_lock)
            _sinks[descriptor] = sink;
        Watch(descriptor, Libc.EpollIn);
    }

    /// <summary>Whether it reads the descriptor, for this sink.</summary>
    public bool Reads(int descriptor, Action<byte[], int>? sink)
    {
        lock (_lock)
            return sink is not null && _sinks.TryGetValue(descriptor, out var known) && ReferenceEquals(known, sink);
    }

    /// <summary>Reads a descriptor no further for now; another piece may still come.</summary>
    public void Pause(int descriptor, Action<byte[], int>? sink)
    {
        lock (_lock)
        {
            if (Reads(descriptor, sink))
                _ = Libc.epoll_ctl(_epoll, Libc.EpollDelete, descriptor, null);
        }
    }

    /// <summary>Reads a paused descriptor again.</summary>
    public void Resume(int descriptor, Action<byte[], int>? sink)
    {
        lock (_lock)
        {
            if (Reads(descriptor, sink))
                Watch(descriptor, Libc.EpollIn);
        }
    }

    /// <summary>Closes a descriptor before its end; its sink is told nothing more.</summary>
    public void Close(int descriptor, Action<byte[], int>? sink)
    {
        lock (_lock)
        {
            if (!Reads(descriptor, sink))
                return;
            _sinks.Remove(descriptor);
            Forget(descriptor);
        }
    }

    /// <summary>Ends when a descriptor takes bytes again or nobody reads it any more, or it is forgotten. One waits at a time.</summary>
    public Task WritableAsync(int descriptor)
    {
        var writable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _writers[descriptor] = writable;
        Watch(descriptor, Libc.EpollOut);
        return writable.Task;
    }

    /// <summary>Lets go of a descriptor that one waits to write to, before it is closed.</summary>
    public void ForgetWriter(int descriptor) => WakeWriter(descriptor);

    /// <summary>Reads what is there now, and at most <paramref name="limit"/> bytes; for a sink, on the pump's thread.</summary>
    public void Drain(int descriptor, int limit)
    {
        for (var left = limit; left > 0;)
        {
            var read = ReadOnce(descriptor, _drained);
            if (read <= 0)
                return;
            left -= read;
        }
    }

    private void Watch(int descriptor, uint events)
    {
        var interest = new EpollEvent { Events = events, Data = descriptor };
        if (Libc.epoll_ctl(_epoll, Libc.EpollAdd, descriptor, &interest) != 0)
            throw SystemFailure.Last("A pipe cannot be watched");
    }

    private void Run()
    {
        var events = stackalloc byte[BatchSize * 16];
        var buffer = new byte[ChunkSize];
        while (true)
        {
            var count = Libc.epoll_wait(_epoll, (EpollEvent*)events, BatchSize, -1);
            for (var i = 0; i < count; i++)
            {
                var descriptor = EpollEvent.At(events, i).Data;
                if (!WakeWriter(descriptor))
                    ReadOnce(descriptor, buffer);
            }
        }
    }

    private bool WakeWriter(int descriptor)
    {
        TaskCompletionSource? writer;
        lock (_lock)
        {
            if (!_writers.Remove(descriptor, out writer))
                return false;
            _ = Libc.epoll_ctl(_epoll, Libc.EpollDelete, descriptor, null);
        }

        writer.TrySetResult();
        return true;
    }

    /// <summary>Reads one piece; how long it was, 0 when nothing is there or will be.</summary>
    private int ReadOnce(int descriptor, byte[] buffer)
    {
        Action<byte[], int>? sink;
        lock (_lock)
            sink = _sinks.GetValueOrDefault(descriptor);
        if (sink is null)
            return 0;
        nint read;
        fixed (byte* start = buffer)
            read = Libc.read(descriptor, start, buffer.Length);
        if (read > 0)
        {
            sink(buffer, (int)read);
            return (int)read;
        }

        if (read < 0 && Marshal.GetLastPInvokeError() is Libc.ErrorAgain or Libc.ErrorInterrupted)
            return 0;
        lock (_lock)
        {
            // Closed meanwhile.
            if (!Reads(descriptor, sink))
                return 0;
            _sinks.Remove(descriptor);
            Forget(descriptor);
        }

        sink(buffer, 0);
        return 0;
    }

    /// <summary>Under the lock, so that nobody watches it again between the two.</summary>
    private void Forget(int descriptor)
    {
        _ = Libc.epoll_ctl(_epoll, Libc.EpollDelete, descriptor, null);
        _ = Libc.close(descriptor);
    }
}
