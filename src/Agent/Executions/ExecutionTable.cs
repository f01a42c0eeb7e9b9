using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>All executions of this devbox: the running ones and the latest in memory, the others on disk.</summary>
internal sealed class ExecutionTable(ExecutionStore store, ExecutionLauncher launcher, TimeProvider clock)
{
    /// <summary>Ended executions that are kept in memory.</summary>
    private const int Remembered = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Execution> _known = new(StringComparer.Ordinal);
    private readonly Queue<Execution> _ended = new();
    private readonly Dictionary<string, NamedShell> _shells = new(StringComparer.Ordinal);

    /// <summary>Starts one, or finds the one with the same id. Null when it has ended and is on disk only.</summary>
    /// <exception cref="AgentException">It cannot be started; then it does not exist.</exception>
    public Execution? Start(ExecutionStart start)
    {
        Check(start);
        lock (_lock)
        {
            if (_known.TryGetValue(start.Id, out var known))
                return known;
            if (store.Has(start.Id))
                return null;
            var execution = new Execution(start, store.PathOf(start.Id), clock, OnEnded);
            _known[start.Id] = execution;
            try
            {
                if (start.ShellName is null)
                    launcher.Launch(execution, null);
                else
                    Enqueue(execution, ShellOf(start));
            }
            catch
            {
                Forget(execution);
                throw;
            }

            return execution;
        }
    }

    /// <summary>One in memory; null when there is none or it is on disk only.</summary>
    public Execution? Find(string id)
    {
        lock (_lock)
            return _known.GetValueOrDefault(id);
    }

    /// <summary>One in memory that may take input or signals.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.NotFound"/> or <see cref="AgentErrorCode.Ended"/>.</exception>
    public Execution Require(string? id)
    {
        CheckId(id);
        return Find(id!) ?? throw (store.Has(id!)
            ? new AgentException(AgentErrorCode.Ended, $"The execution '{id}' has ended.")
            : new AgentException(AgentErrorCode.NotFound, $"The devbox has no execution '{id}'."));
    }

    /// <summary>What is known of one, wherever it is.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.NotFound"/>.</exception>
    public ExecutionReport Report(string? id)
    {
        CheckId(id);
        return Find(id!)?.Report(withTails: true) ?? store.Find(id!)
            ?? throw new AgentException(AgentErrorCode.NotFound, $"The devbox has no execution '{id}'.");
    }

    /// <summary>All, without their tails, oldest first.</summary>
    public IReadOnlyList<ExecutionReport> List() =>
    [
        .. store.Ids()
            .Select(id => Find(id)?.Report(withTails: false) ?? store.Find(id))
            .OfType<ExecutionReport>()
            .Select(report => report with { StdoutTail = null, StderrTail = null })
            .OrderBy(report => report.StartedMs),
    ];

    /// <summary>Ends those whose turn has not come, and forgets what the named shells knew.</summary>
    public void AbandonQueued()
    {
        Execution[] queued;
        lock (_lock)
        {
            queued = [.. _known.Values.Where(execution => execution.Phase is ExecutionPhase.Queued)];
            _shells.Clear();
        }

        foreach (var execution in queued)
            execution.Abandon();
    }

    /// <summary>Those that run.</summary>
    public IReadOnlyList<Execution> Running()
    {
        lock (_lock)
            return [.. _known.Values.Where(execution => execution.Supervisor > 0)];
    }

    private static void CheckId(string? id)
    {
        if (!ExecutionId.IsValid(id))
            throw new AgentException(AgentErrorCode.Invalid, "id: 1 to 128 letters, digits, '_', '-' and '.', not beginning with a dot.");
    }

    private static void Check(ExecutionStart start)
    {
        CheckId(start.Id);
        if (start.Command.Contains('\0', StringComparison.Ordinal))
            throw new AgentException(AgentErrorCode.Invalid, "command: must not contain a zero byte.");
        if (start.MaxOutputBytes < 0)
            throw new AgentException(AgentErrorCode.Invalid, "max_output_bytes: must not be negative.");
        if (start.TimeoutMs is <= 0 or > int.MaxValue)
            throw new AgentException(AgentErrorCode.Invalid, "timeout_ms: must be 1 to 2147483647.");
        foreach (var (name, value) in start.Environment ?? new Dictionary<string, string>())
        {
            if (name.Length == 0 || name.AsSpan().IndexOfAny('=', '\0') >= 0 || value.Contains('\0', StringComparison.Ordinal))
                throw new AgentException(AgentErrorCode.Invalid, $"environment: '{name}' cannot be a variable.");
        }
    }

    /// <summary>A shell belongs to a user: nobody gets at another's state by its name.</summary>
    private NamedShell ShellOf(ExecutionStart start)
    {
        var key = $"{start.User}/{start.ShellName}";
        if (!_shells.TryGetValue(key, out var shell))
            _shells[key] = shell = new NamedShell();
        return shell;
    }

    private void Enqueue(Execution execution, NamedShell shell) => shell.Enqueue(() =>
    {
        if (execution.HasEnded)
        {
            shell.Release(null);
            return;
        }

        MemoryFile? stateOut = null;
        execution.OnEnd(() =>
        {
            shell.Release(stateOut);
            stateOut?.Dispose();
        });
        try
        {
            using var stateIn = new MemoryFile(shell.State);
            stateOut = new MemoryFile([]);
            launcher.Launch(execution, (stateIn, stateOut));
        }
        catch (AgentException e)
        {
            execution.Fail(e.Message);
        }
    });

    private void OnEnded(Execution execution)
    {
        lock (_lock)
        {
            _ended.Enqueue(execution);
            // What could not be saved is kept, and so is what still has processes: they may want a signal.
            for (var looked = _ended.Count; _ended.Count > Remembered && looked > 0; looked--)
            {
                var oldest = _ended.Dequeue();
                if (oldest.Supervisor > 0 || !oldest.IsSaved)
                    _ended.Enqueue(oldest);
                else
                    _known.Remove(oldest.Start.Id);
            }
        }
    }

    private void Forget(Execution execution)
    {
        _known.Remove(execution.Start.Id);
        execution.Stdout.Dispose();
        execution.Stderr.Dispose();
        execution.Dispose();
        Directory.Delete(execution.Directory, recursive: true);
    }
}

