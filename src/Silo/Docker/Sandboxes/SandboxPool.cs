namespace BenchCluster.Docker.Sandboxes;

/// <summary>
/// Which sandboxes of one network there are, and how many there should be: as many as devboxes were there at once of
/// late, and some more. It knows no engine. Every method may be called from any thread.
/// </summary>
/// <param name="most">The most sandboxes.</param>
internal sealed class SandboxPool(int most)
{
    /// <summary>Sandboxes beyond the devboxes that there were at once: what the next ones find.</summary>
    public const int Spare = 2;

    /// <summary>How long a container may be in the making before one that is not there counts as never made.</summary>
    public static readonly TimeSpan CreationTime = TimeSpan.FromMinutes(3);

    private readonly Lock _lock = new();
    private readonly Stack<string> _idle = new();
    private readonly Dictionary<string, DateTimeOffset> _taken = [];
    private int _live;
    private int _peak;

    /// <summary>How many should be made now.</summary>
    public int Missing
    {
        get
        {
            lock (_lock)
                return _live == 0 ? 0 : Math.Max(0, Wanted - _taken.Count - _idle.Count);
        }
    }

    /// <summary>Whether there are sandboxes and no devboxes.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _live == 0 && _idle.Count > 0;
        }
    }

    private int Wanted => _peak == 0 ? 0 : Math.Min(most, _peak + Spare);

    /// <summary>One for a devbox, or null when none is idle; then the devbox makes do without.</summary>
    public string? Take(DateTimeOffset now)
    {
        lock (_lock)
        {
            _peak = Math.Max(_peak, ++_live);
            if (!_idle.TryPop(out var sandbox))
                return null;
            _taken[sandbox] = now;
            return sandbox;
        }
    }

    /// <summary>One that was made for a devbox that could not do without.</summary>
    public void Adopt(string sandbox, DateTimeOffset now)
    {
        lock (_lock)
            _taken[sandbox] = now;
    }

    /// <summary>A devbox is gone, or was not made.</summary>
    /// <param name="sandbox">The one it had, which nothing runs in any more; null for none.</param>
    /// <returns>Whether the sandbox stays; else the caller removes it.</returns>
    public bool Return(string? sandbox)
    {
        lock (_lock)
        {
            _live = Math.Max(0, _live - 1);
            if (sandbox is null || !_taken.Remove(sandbox) || _taken.Count + _idle.Count >= Wanted)
                return false;
            _idle.Push(sandbox);
            return true;
        }
    }

    /// <summary>A devbox is gone, and its sandbox is nothing for another; the caller removes it.</summary>
    public void Discard(string sandbox)
    {
        lock (_lock)
        {
            _live = Math.Max(0, _live - 1);
            _taken.Remove(sandbox);
        }
    }

    /// <summary>One that was made, and is idle.</summary>
    public void Add(string sandbox)
    {
        lock (_lock)
            _idle.Push(sandbox);
    }

    /// <summary>
    /// Compares with what the engine has. Demand that was high long ago is forgotten by and by, and at once when there
    /// is no devbox.
    /// </summary>
    /// <param name="running">The sandboxes that run.</param>
    /// <param name="used">Those of them that a container has joined.</param>
    /// <param name="live">How many devboxes there are on this network.</param>
    /// <returns>Those that are not wanted any more, and that the caller removes.</returns>
    public IReadOnlyList<string> Observe(IReadOnlySet<string> running, IReadOnlySet<string> used, int live, DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var sandbox in used)
                _taken.TryAdd(sandbox, now);
            foreach (var (sandbox, since) in _taken.ToArray())
            {
                if (!used.Contains(sandbox) && now - since > CreationTime)
                    _taken.Remove(sandbox);
            }

            var making = _taken.Keys.Count(sandbox => !used.Contains(sandbox));
            _live = Math.Max(live, making);
            _peak = _live == 0 ? 0 : Math.Max(_live, (_peak + _live) / 2);
            var idle = running.Where(sandbox => !_taken.ContainsKey(sandbox)).Take(Math.Max(0, Wanted - _taken.Count)).ToList();
            _idle.Clear();
            idle.ForEach(_idle.Push);
            return [.. running.Where(sandbox => !_taken.ContainsKey(sandbox) && !_idle.Contains(sandbox))];
        }
    }

    /// <summary>Gives up all idle ones; the caller removes them.</summary>
    public IReadOnlyList<string> Empty()
    {
        lock (_lock)
        {
            _peak = 0;
            string[] all = [.. _idle];
            _idle.Clear();
            return all;
        }
    }
}
