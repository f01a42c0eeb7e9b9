using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>
/// One execution: what is known of it, and its end. The pump's thread tells it what comes out of the pipes; a timer may
/// end it; all others only look.
/// </summary>
internal sealed class Execution
{
    /// <summary>How long output may still come after the end while something holds the pipes open.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Lock _saving = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecutionStore _store;
    private readonly TimeProvider _clock;
    private readonly Action<Execution> _ended;
    private ITimer? _timeout;
    private ITimer? _grace;
    private int _openOutputs;
    private int? _waitStatus;
    private bool _timedOut;
    private bool _leftBehind;
    private long? _stdoutAtExit;
    private string? _problem;
    private long _startedMs;
    private long? _endedMs;
    private long _savedBytes = -1;
    private Func<string?>? _beforeEnd;

    /// <summary>A new execution, with a directory of its own.</summary>
    /// <exception cref="AgentException">The directory cannot be made.</exception>
    public Execution(ExecutionStart start, ExecutionStore store, TimeProvider clock, Action<Execution> ended)
    {
        (Start, _store, _clock, _ended) = (start, store, clock, ended);
        Processes = new CommandProcesses(start.Id);
        (Stdout, Stderr) = store.Create(start);
        _startedMs = Now;
    }

    /// <summary>What was asked for; without the command once it runs.</summary>
    public ExecutionStart Start { get; private set; }

    /// <summary>Its standard output.</summary>
    public OutputFile Stdout { get; }

    /// <summary>Its standard error.</summary>
    public OutputFile Stderr { get; }

    /// <summary>Its standard input, while it takes any.</summary>
    public StandardInput? Input { get; private set; }

    /// <summary>Its processes.</summary>
    public CommandProcesses Processes { get; }

    /// <summary>Beats when there is output, and at the end.</summary>
    public Pulse Changed { get; } = new();

    /// <summary>Where it is.</summary>
    public ExecutionPhase Phase { get; private set; } = ExecutionPhase.Queued;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Phase is ExecutionPhase.Exited;

    /// <summary>Ends when it has ended and that is on disk.</summary>
    public Task End => _end.Task;

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What to do when the command has ended, before that is known; it says what went wrong, or null.</summary>
    public void BeforeEnd(Func<string?> action) => _beforeEnd = action;

    /// <summary>Told before the spawn, so that nothing of the pipes is missed; false when it was abandoned, and must not run.</summary>
    public bool Begin(StandardInput? input)
    {
        lock (_lock)
        {
            if (Phase is ExecutionPhase.Queued)
            {
                (Input, _startedMs, _openOutputs) = (input, Now, 2);
                Phase = ExecutionPhase.Running;
                return true;
            }
        }

        input?.Dispose();
        return false;
    }

    /// <summary>Told of the supervisor, which may have ended already.</summary>
    public void Spawned(int supervisor)
    {
        Processes.Spawned(supervisor);
        lock (_lock)
        {
            if (!HasEnded && Start.TimeoutMs is { } timeout)
                _timeout = _clock.CreateTimer(_ => _ = TimeOutAsync(), null, TimeSpan.FromMilliseconds(timeout), Timeout.InfiniteTimeSpan);
            // They may be large, and nobody asks for them again.
            Start = Start with { Command = "", Environment = null };
        }
    }

    /// <summary>An output has ended.</summary>
    public void OutputEnded()
    {
        bool isOver;
        lock (_lock)
            isOver = --_openOutputs == 0 && _waitStatus is not null;
        if (isOver)
            Finish();
    }

    /// <summary>A record of the supervisor's has come; the outputs are drained already.</summary>
    public void Recorded(int kind, int value)
    {
        switch (kind)
        {
            case SupervisorRecord.Started:
                Processes.Started(value);
                break;
            case SupervisorRecord.Failed:
                _problem = SupervisorRecord.Explain(value, Start.User, Start.WorkingDirectory);
                break;
            case SupervisorRecord.Left:
                _leftBehind = true;
                break;
            case SupervisorRecord.Exited:
                CommandEnded(value);
                break;
            default:
                break;
        }
    }

    /// <summary>The supervisor has ended, and with it all that it started, unless somebody killed it.</summary>
    public void SupervisorGone()
    {
        lock (_lock)
        {
            // Killed before it could tell: as if the command had been.
            _waitStatus ??= Libc.SigKill;
        }

        Finish();
        // What lived on has written on.
        if (_savedBytes != Stdout.Written + Stderr.Written)
            Save();
        Processes.Gone();
    }

    /// <summary>Its turn has come, and it cannot be started.</summary>
    public void Fail(string problem)
    {
        lock (_lock)
        {
            _problem = problem;
            _waitStatus ??= 127 << 8;
        }

        Finish();
        NothingRuns();
    }

    /// <summary>It could not be started and does not exist; who found it meanwhile learns why.</summary>
    public void Discard(string problem)
    {
        lock (_lock)
        {
            (_problem, _waitStatus) = (problem, 127 << 8);
            SetEnded();
        }

        Close();
        NothingRuns();
    }

    /// <summary>Ends it if it does not run yet, as if it had been killed; whether it has.</summary>
    public bool Abandon()
    {
        lock (_lock)
        {
            if (Phase is not ExecutionPhase.Queued)
                return false;
            _waitStatus = Libc.SigKill;
            SetEnded();
        }

        Complete();
        NothingRuns();
        return true;
    }

    /// <summary>Waits for its end, or until the time is over.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await End.WaitAsync(wait, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Then it is reported as it is.
        }
    }

    /// <summary>Sends a signal.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Ended"/>.</exception>
    public Task SignalAsync(int signal, SignalScope scope)
    {
        if (signal is Libc.SigKill or Libc.SigTerm && Abandon())
            return Task.CompletedTask;
        return Phase is ExecutionPhase.Queued
            ? throw new AgentException(AgentErrorCode.Ended, $"The execution '{Start.Id}' is not running yet.")
            : Processes.SignalAsync(signal, scope);
    }

    /// <summary>What is known now.</summary>
    /// <param name="withTails">Whether the last bytes of the outputs are wanted.</param>
    public ExecutionReport Report(bool withTails)
    {
        lock (_lock)
        {
            var (exitCode, signal) = SupervisorRecord.Decode(HasEnded ? _waitStatus : null);
            return new ExecutionReport
            {
                Id = Start.Id,
                Phase = Phase,
                ShellName = Start.ShellName,
                ExitCode = exitCode,
                Signal = signal,
                TimedOut = _timedOut,
                LeftBehind = _leftBehind,
                LateStdoutBytes = Stdout.Written - (_stdoutAtExit ?? Stdout.Written),
                Problem = _problem ?? Stdout.Problem ?? Stderr.Problem,
                StartedMs = _startedMs,
                EndedMs = _endedMs,
                StdoutBytes = Stdout.Written,
                StderrBytes = Stderr.Written,
                StdoutKept = Stdout.Kept,
                StderrKept = Stderr.Kept,
                StdoutTail = withTails ? Stdout.Tail() : null,
                StderrTail = withTails ? Stderr.Tail() : null,
            };
        }
    }

    /// <summary>Writes the report where it outlives the agent; whether it is there.</summary>
    public bool Save()
    {
        lock (_saving)
        {
            var bytes = Stdout.Written + Stderr.Written;
            if (bytes == _savedBytes)
                return true;
            if (_store.Save(Report(withTails: true)) is { } problem)
            {
                // What is in memory still answers.
                _problem ??= problem;
                return false;
            }

            _savedBytes = bytes;
            return true;
        }
    }

    private void CommandEnded(int waitStatus)
    {
        bool isOver;
        lock (_lock)
        {
            _waitStatus = waitStatus;
            // What comes later is written by others, and so is not later than this.
            (_endedMs, _stdoutAtExit) = (Now, Stdout.Written);
            isOver = _openOutputs == 0;
            if (!isOver)
                _grace = _clock.CreateTimer(_ => Finish(), null, Grace, Timeout.InfiniteTimeSpan);
        }

        Processes.CommandEnded();
        if (isOver)
            Finish();
    }

    private async Task TimeOutAsync()
    {
        lock (_lock)
        {
            if (_waitStatus is not null)
                return;
            _timedOut = true;
        }

        await Processes.KillAsync();
    }

    private void Finish()
    {
        lock (_lock)
        {
            if (HasEnded)
                return;
            _problem ??= _beforeEnd?.Invoke();
            SetEnded();
        }

        Complete();
    }

    /// <summary>Under the lock: from here on it has ended.</summary>
    private void SetEnded() => (_endedMs, Phase) = (_endedMs ?? Now, ExecutionPhase.Exited);

    private void Complete()
    {
        Save();
        _ended(this);
        Close();
    }

    private void NothingRuns()
    {
        Stdout.Dispose();
        Stderr.Dispose();
        Processes.Gone();
    }

    private void Close()
    {
        _timeout?.Dispose();
        _grace?.Dispose();
        Input?.Dispose();
        Changed.Beat();
        _end.TrySetResult();
    }
}
