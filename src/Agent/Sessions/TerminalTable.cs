using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Sessions;

/// <summary>The terminals of this devbox, by name.</summary>
internal sealed class TerminalTable(SessionLauncher launcher, TimeProvider clock)
{
    private static readonly TimeSpan DefaultIdleTtl = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Terminal> _terminals = new(StringComparer.Ordinal);

    /// <summary>Finds a terminal, which gets the size that is asked for, or makes it.</summary>
    /// <exception cref="AgentException">It cannot be made; then it does not exist.</exception>
    public (Terminal Terminal, bool IsNew) Open(TerminalTarget target, SessionStart? start)
    {
        SessionRules.Check(target);
        SessionRules.Check(start);
        var isSized = target is { Columns: not null, Rows: not null };
        lock (_lock)
        {
            if (_terminals.TryGetValue(target.Name, out var known))
            {
                // Whoever is attached has the size of its own window.
                if (isSized && !known.Report(created: false).Attached)
                    known.Resize(target.Columns!.Value, target.Rows!.Value);
                return (known, false);
            }

            var size = isSized ? (target.Columns!.Value, target.Rows!.Value) : (TerminalTarget.DefaultColumns, TerminalTarget.DefaultRows);
            var (session, driver) = launcher.StartOnTerminal(start ?? new SessionStart(), size.Item1, size.Item2);
            var ttl = target.IdleTtlMs is { } asked ? TimeSpan.FromMilliseconds(asked) : DefaultIdleTtl;
            var terminal = new Terminal(target, session, driver, size, ttl, clock, Forget);
            _terminals.Add(target.Name, terminal);
            return (terminal, true);
        }
    }

    /// <summary>One that is there.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.NotFound"/>.</exception>
    public Terminal Require(TerminalTarget target)
    {
        SessionRules.Check(target);
        lock (_lock)
        {
            return _terminals.GetValueOrDefault(target.Name)
                ?? throw new AgentException(AgentErrorCode.NotFound, $"The devbox has no terminal '{target.Name}'.");
        }
    }

    private void Forget(Terminal terminal)
    {
        lock (_lock)
        {
            if (_terminals.TryGetValue(terminal.Name, out var known) && ReferenceEquals(known, terminal))
                _terminals.Remove(terminal.Name);
        }
    }
}
