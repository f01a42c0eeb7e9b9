namespace BenchCluster.Agent.Executions;

/// <summary>
/// A named shell: a queue of commands, and the state that one leaves to the next. Each command is a shell process of
/// its own, so that its end, its exit status and its output are never in doubt.
/// </summary>
internal sealed class NamedShell
{
    private const int LongestState = 8 << 20;

    private static readonly byte[] Complete = [.. "# bench-end\n"u8];

    private readonly Lock _lock = new();
    private readonly Queue<Action> _queue = new();
    private bool _isBusy;

    /// <summary>What the last command left; a script that restores it.</summary>
    public byte[] State { get; private set; } = [];

    /// <summary>Runs the action when it is its turn, at once if nothing runs. Who runs it calls <see cref="Release"/>.</summary>
    public void Enqueue(Action start)
    {
        lock (_lock)
        {
            if (_isBusy)
            {
                _queue.Enqueue(start);
                return;
            }

            _isBusy = true;
        }

        start();
    }

    /// <summary>Takes over the state that a command left, if it is whole, and lets the next begin.</summary>
    public void Release(MemoryFile? left)
    {
        if (left?.Read(LongestState) is { } state && state.AsSpan().EndsWith(Complete))
            State = state;
        Action? next;
        lock (_lock)
            _isBusy = _queue.TryDequeue(out next);
        next?.Invoke();
    }
}
