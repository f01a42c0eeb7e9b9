using BenchCluster.Agent.Accounts;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>All executions of this devbox: the running ones and the latest in memory, the others on disk.</summary>
internal sealed class ExecutionTable(ExecutionStore store, AccountTable accounts, ExecutionLauncher launcher, TimeProvider clock)
{
    /// <summary>Ended executions that are kept in memory.</summary>
    private const int Remembered = 32;

    /// <summary>Those that are kept although more have ended: the disk does not take them.</summary>
    private const int RememberedUnsaved = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Execution> _known = new(StringComparer.Ordinal);
    private readonly Queue<Execution> _ended = new();
    private readonly Dictionary<(uint, uint, string), NamedShell> _shells = [];

    /// <summary>Every id that is taken. What else is on the disk was not put there by an agent, and is not believed.</summary>
    private readonly HashSet<string> _ids = new(store.Ids(), StringComparer.Ordinal);

    /// <summary>Starts one, or finds the one with the same id. Null when it has ended and is on disk only.</summary>
    /// <exception cref="AgentException">It cannot be started; then it does not exist.</exception>
    public Execution? Start(ExecutionStart start)
    {
        StartRules.Check(start);
        if (IsTaken(start.Id, out var taken))
            return taken;
        var account = accounts.Find(start.User);
        Execution execution;
        lock (_lock)
        {
            if (IsTaken(start.Id, out taken))
                return taken;
            execution = new Execution(start, store, clock, OnEnded);
            _ids.Add(start.Id);
            _known[start.Id] = execution;
        }

        if (start.ShellName is null)
            Launch(execution, account);
        else
            ShellOf(account, start.ShellName).Enqueue(shell => RunAsync(execution, account, shell));
        return execution;
    }

    /// <summary>Whether there is one, wherever it is.</summary>
    public bool Has(string id)
    {
        lock (_lock)
            return _ids.Contains(id);
    }

    /// <summary>One in memory; null when there is none or it is on disk only.</summary>
    public Execution? Find(string id)
    {
        lock (_lock)
            return _known.GetValueOrDefault(id);
    }

    /// <summary>One in memory that may take input or signals.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.NotFound"/> or <see cref="AgentErrorCode.Ended"/>.</exception>
    public Execution Require(string? id) =>
        Find(Existing(id)) ?? throw new AgentException(AgentErrorCode.Ended, $"The execution '{id}' has ended.");

    /// <summary>The id of one that exists.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Invalid"/> or <see cref="AgentErrorCode.NotFound"/>.</exception>
    public string Existing(string? id)
    {
        StartRules.CheckId(id);
        return Has(id!) ? id! : throw new AgentException(AgentErrorCode.NotFound, $"The devbox has no execution '{id}'.");
    }

    /// <summary>What is known of one that exists, wherever it is.</summary>
    public ExecutionReport Report(string id, bool withTails) => Find(id)?.Report(withTails) ?? store.Find(id, withTails);

    /// <summary>All, without their tails, oldest first.</summary>
    public IReadOnlyList<ExecutionReport> List()
    {
        string[] ids;
        lock (_lock)
            ids = [.. _ids];
        return [.. ids.Select(id => Report(id, withTails: false)).OrderBy(report => report.StartedMs)];
    }

    /// <summary>Ends those whose turn has not come, and forgets what the named shells knew.</summary>
    public void AbandonQueued()
    {
        Execution[] queued;
        lock (_lock)
        {
            queued = [.. _known.Values];
            foreach (var shell in _shells.Values)
                shell.Retire();
            _shells.Clear();
        }

        foreach (var execution in queued)
            execution.Abandon();
    }

    /// <summary>How many have not ended.</summary>
    public int CountRunning()
    {
        lock (_lock)
            return _known.Values.Count(execution => !execution.HasEnded);
    }

    /// <summary>Whether all have ended, and nothing of them runs.</summary>
    public bool AreAllGone()
    {
        lock (_lock)
            return _known.Values.All(execution => execution.HasEnded && execution.Processes.Supervisor == 0);
    }

    private bool IsTaken(string id, out Execution? known)
    {
        lock (_lock)
        {
            known = _known.GetValueOrDefault(id);
            return _ids.Contains(id);
        }
    }

    private void Launch(Execution execution, Account account)
    {
        try
        {
            launcher.Launch(execution, account);
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                _known.Remove(execution.Start.Id);
                _ids.Remove(execution.Start.Id);
                store.Remove(execution.Start.Id);
            }

            execution.Discard(e.Message);
            throw;
        }
    }

    /// <summary>A shell belongs to a user: nobody gets at another's state by its name.</summary>
    private NamedShell ShellOf(Account account, string name)
    {
        var key = (account.Uid, account.Gid, name);
        lock (_lock)
        {
            if (!_shells.TryGetValue(key, out var shell))
                _shells[key] = shell = new NamedShell();
            return shell;
        }
    }

    /// <summary>One turn of a named shell.</summary>
    private async Task RunAsync(Execution execution, Account account, NamedShell shell)
    {
        if (execution.HasEnded)
            return;
        try
        {
            using var left = new MemoryFile([]);
            execution.BeforeEnd(() => shell.Keep(left));
            launcher.Launch(execution, account, shell.State, left);
            await execution.End;
        }
        catch (Exception e)
        {
            execution.Fail(e.Message);
        }
    }

    private void OnEnded(Execution execution)
    {
        lock (_lock)
        {
            _ended.Enqueue(execution);
            for (var looked = _ended.Count; _ended.Count > Remembered && looked > 0; looked--)
            {
                // What still has processes stays: they may want a signal.
                var oldest = _ended.Dequeue();
                if (oldest.Processes.Supervisor > 0 || (!oldest.Save() && _ended.Count < RememberedUnsaved))
                    _ended.Enqueue(oldest);
                else
                    _known.Remove(oldest.Start.Id);
            }
        }
    }
}
