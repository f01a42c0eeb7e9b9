using BenchCluster.Agent.Executions;

namespace BenchCluster.Agent.Sessions;

/// <summary>
/// Output on its way to a client. While somebody reads it, its program waits for the reader, as it would for a terminal
/// or a pipe; while nobody does, the oldest of it is dropped.
/// </summary>
internal sealed class FlowBuffer
{
    /// <summary>Bytes that are kept for the next reader, and after which a program waits for the present one.</summary>
    public const int Capacity = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _pieces = new();
    private readonly Pulse _changed = new();
    private readonly Action _pause;
    private readonly Action _resume;
    private int _offset;
    private int _length;
    private bool _isEnded;
    private bool _isRead;
    private bool _isPaused;

    /// <summary>An empty one.</summary>
    /// <param name="pause">Called when nothing more shall come for now; what does come is taken all the same.</param>
    /// <param name="resume">Called when more may come.</param>
    public FlowBuffer(Action pause, Action resume) => (_pause, _resume) = (pause, resume);

    /// <summary>Takes what the program wrote; for the pump's thread.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_isEnded)
                return;
            _pieces.Enqueue(bytes.ToArray());
            _length += bytes.Length;
            while (!_isRead && _length > Capacity)
                DropPiece();
            if (_isRead && !_isPaused && _length > Capacity)
            {
                _isPaused = true;
                _pause();
            }
        }

        _changed.Beat();
    }

    /// <summary>Nothing more comes, or nobody wants it.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isEnded = true;
            Go();
        }

        _changed.Beat();
    }

    /// <summary>Somebody reads from now on, or nobody does any more.</summary>
    public void SetReader(bool isThere)
    {
        lock (_lock)
        {
            _isRead = isThere;
            if (!isThere)
                Go();
        }
    }

    /// <summary>Waits for something to read; 0 at the end.</summary>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look: what comes after it wakes the wait.
            var changed = _changed.Next();
            lock (_lock)
            {
                var read = Take(buffer.Span);
                if (read > 0 || _isEnded)
                    return read;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private int Take(Span<byte> buffer)
    {
        var taken = 0;
        while (taken < buffer.Length && _pieces.TryPeek(out var piece))
        {
            var count = Math.Min(buffer.Length - taken, piece.Length - _offset);
            piece.AsSpan(_offset, count).CopyTo(buffer[taken..]);
            taken += count;
            _offset += count;
            _length -= count;
            if (_offset == piece.Length)
                DropPiece();
        }

        if (_length <= Capacity / 2)
            Go();
        return taken;
    }

    private void DropPiece()
    {
        _length -= _pieces.Dequeue().Length - _offset;
        _offset = 0;
    }

    private void Go()
    {
        if (!_isPaused)
            return;
        _isPaused = false;
        _resume();
    }
}
