using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Sessions;

/// <summary>
/// A terminal with a program on it, for one client at a time. It stays when the client goes, for a while; what is shown
/// meanwhile is kept for the next one, as far as there is room.
/// </summary>
internal sealed class Terminal
{
    private const int SigHup = 1;

    /// <summary>How long a client has to come to a new one.</summary>
    private static readonly TimeSpan AttachesWithin = TimeSpan.FromSeconds(10);

    /// <summary>How long a shell has to end once its terminal is gone.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Session _session;
    private readonly PseudoTerminal _driver;
    private readonly TimeSpan _idleTtl;
    private readonly Action<Terminal> _gone;
    private readonly ITimer _idle;
    private bool _isAttached;
    private bool _isClosed;
    private int _columns;
    private int _rows;

    /// <summary>One that was started.</summary>
    /// <param name="gone">Told when it is closed, or its program has ended.</param>
    public Terminal(TerminalTarget target, Session session, PseudoTerminal driver, (int Columns, int Rows) size, TimeSpan idleTtl, TimeProvider clock, Action<Terminal> gone)
    {
        (Name, _session, _driver, _idleTtl, _gone) = (target.Name, session, driver, idleTtl, gone);
        (_columns, _rows) = size;
        _idle = clock.CreateTimer(_ => Close(), null, idleTtl > AttachesWithin ? idleTtl : AttachesWithin, Timeout.InfiniteTimeSpan);
        _ = CloseAtEndAsync();
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Attaches the client until it goes or the program ends.</summary>
    /// <param name="answer">Tells the client that it is attached.</param>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Busy"/>: another one is.</exception>
    public async Task AttachAsync(Stream stream, WireReader reader, Func<Task> answer)
    {
        lock (_lock)
        {
            if (_isAttached)
                throw new AgentException(AgentErrorCode.Busy, $"Another client is attached to the terminal '{Name}'.");
            _isAttached = true;
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        var typed = new TypedAhead(_session.Input);
        try
        {
            await answer();
            using var relay = new SessionRelay(_session, stream, reader);
            await relay.RunAsync(bytes => Task.FromResult(bytes is { } some && typed.TryAdd(some)));
        }
        finally
        {
            typed.Complete();
            Detach();
        }
    }

    /// <summary>Sets its size.</summary>
    public void Resize(int columns, int rows)
    {
        _driver.Resize(columns, rows);
        (_columns, _rows) = (columns, rows);
    }

    /// <summary>Sends a signal to the process group in its foreground.</summary>
    public void Signal(int signal)
    {
        if (signal is < 1 or > Libc.LastSignal)
            throw new AgentException(AgentErrorCode.Invalid, $"signal: must be 1 to {Libc.LastSignal}.");
        _driver.Signal(signal);
    }

    /// <summary>Hangs up: its programs are told, as when a window is closed.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _isClosed = true;
        }

        _gone(this);
        _idle.Dispose();
        try
        {
            _driver.Signal(SigHup);
        }
        catch (AgentException)
        {
            // Nobody is there to hear it.
        }

        // The kernel hangs up on the session when nobody drives its terminal any more.
        _session.HangUp();
        _driver.Dispose();
        _ = KillAsync();
    }

    /// <summary>As it is now.</summary>
    public TerminalReport Report(bool created)
    {
        lock (_lock)
            return new TerminalReport { Name = Name, Created = created, Attached = _isAttached, Columns = _columns, Rows = _rows };
    }

    private void Detach()
    {
        lock (_lock)
        {
            _isAttached = false;
            if (_isClosed)
                return;
            if (_idleTtl > TimeSpan.Zero)
            {
                _idle.Change(_idleTtl, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Close();
    }

    private async Task CloseAtEndAsync()
    {
        await _session.End;
        // Not before it is in the table that it is taken out of.
        await Task.Yield();
        Close();
    }

    /// <summary>A shell that does not hear that its terminal is gone would stay for good.</summary>
    private async Task KillAsync()
    {
        await Task.WhenAny(_session.End, Task.Delay(EndsWithin));
        try
        {
            if (!_session.End.IsCompleted)
                await _session.Processes.SignalAsync(Libc.SigKill, SignalScope.Process);
        }
        catch (AgentException)
        {
            // It has ended meanwhile.
        }
    }
}
