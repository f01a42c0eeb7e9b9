using System.Text.Json;
using BenchCluster.Agent.Native;
using BenchCluster.Agent.Processes;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>
/// One execution: what is known of it, and its end. The pump's thread tells it what comes out of the pipes; a timer may
/// end it; all others only look.
/// </summary>
internal sealed class Execution : IDisposable
{
    /// <summary>How long output may still come after the end while something holds the pipes open.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly Action<Execution> _ended;
    private Timer? _timeout;
    private Timer? _grace;
    private int _openOutputs;
    private int? _waitStatus;
    private bool _isSupervisorGone;
    private bool _timedOut;
    private string? _problem;
    private long? _endedMs;
    private Action? _onEnd;

    /// <summary>A new execution in a directory that is made here.</summary>
    public Execution(ExecutionStart start, string directory, TimeProvider clock, Action<Execution> ended)
    {
        (Start, Directory, _clock, _ended) = (start, directory, clock, ended);
        System.IO.Directory.CreateDirectory(directory);
        Stdout = new OutputFile(Path.Combine(directory, "stdout"), start.MaxOutputBytes);
        Stderr = new OutputFile(Path.Combine(directory, "stderr"), start.MaxOutputBytes);
        StartedMs = Now;
    }

    /// <summary>What was asked for.</summary>
    public ExecutionStart Start { get; }

    /// <summary>Where its files are.</summary>
    public string Directory { get; }

    /// <summary>Its standard output.</summary>
    public OutputFile Stdout { get; }

    /// <summary>Its standard error.</summary>
    public OutputFile Stderr { get; }

    /// <summary>Its standard input, while it takes any.</summary>
    public StandardInput? Input { get; private set; }

    /// <summary>Beats when anything changes.</summary>
    public Pulse Changed { get; } = new();

    /// <summary>Beats at its end alone: whoever waits for that is not woken by output.</summary>
    private Pulse Ended { get; } = new();

    /// <summary>When it started, in Unix milliseconds.</summary>
    public long StartedMs { get; private set; }

    /// <summary>Where it is.</summary>
    public ExecutionPhase Phase { get; private set; } = ExecutionPhase.Queued;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Phase is ExecutionPhase.Exited;

    /// <summary>Whether its end is on disk.</summary>
    public bool IsSaved { get; private set; }

    /// <summary>The supervisor's process id, or 0 when there is none any more.</summary>
    public int Supervisor { get; private set; }

    private int Command { get; set; }

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What to do once, when it has ended.</summary>
    public void OnEnd(Action action) => _onEnd = action;

    /// <summary>Told before the spawn, so that nothing of the pipes is missed.</summary>
    public void Begin(StandardInput? input)
    {
        lock (_lock)
        {
            (Input, StartedMs, _openOutputs) = (input, Now, 2);
            Phase = ExecutionPhase.Running;
        }
    }

    /// <summary>Told of the supervisor, which may have ended already.</summary>
    public void Spawned(int supervisor)
    {
        lock (_lock)
        {
            if (!_isSupervisorGone)
                Supervisor = supervisor;
            if (!HasEnded && Start.TimeoutMs is { } timeout)
                _timeout = new Timer(_ => TimeOut(), null, TimeSpan.FromMilliseconds(timeout), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>An output has ended.</summary>
    public void OutputEnded()
    {
        bool isOver;
        lock (_lock)
            isOver = --_openOutputs == 0 && _waitStatus is not null;
        Changed.Beat();
        if (isOver)
            Finish();
    }

    /// <summary>A record of the supervisor's has come; the outputs are drained already.</summary>
    public void Recorded(int kind, int value)
    {
        var isOver = false;
        lock (_lock)
        {
            switch (kind)
            {
                case SupervisorRecord.Started:
                    Command = value;
                    break;
                case SupervisorRecord.Failed:
                    _problem = SupervisorRecord.Explain(value, Start);
                    break;
                case SupervisorRecord.Exited:
                    _waitStatus = value;
                    isOver = _openOutputs == 0;
                    if (!isOver)
                        _grace = new Timer(_ => Finish(), null, Grace, Timeout.InfiniteTimeSpan);
                    break;
                default:
                    break;
            }
        }

        if (isOver)
            Finish();
    }

    /// <summary>The supervisor has ended, and with it all that it started, unless somebody killed it.</summary>
    public void SupervisorGone()
    {
        lock (_lock)
        {
            _isSupervisorGone = true;
            Supervisor = 0;
            // Killed before it could tell: as if the command had been.
            _waitStatus ??= Libc.SigKill;
        }

        Finish();
    }

    /// <summary>It could not be started.</summary>
    public void Fail(string problem)
    {
        lock (_lock)
        {
            _problem = problem;
            _waitStatus ??= 127 << 8;
        }

        Finish();
    }

    /// <summary>Ends it before its turn has come, as if it had been killed.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            if (Phase is not ExecutionPhase.Queued)
                return;
            _waitStatus = Libc.SigKill;
        }

        Finish();
    }

    /// <summary>Waits for its end, or until the time is over.</summary>
    public async Task WaitAsync(TimeSpan wait)
    {
        using var deadline = new CancellationTokenSource(wait);
        while (true)
        {
            // Taken before the look: an end after it wakes the wait.
            var changed = Ended.Next();
            if (HasEnded)
                return;
            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Sends a signal.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Ended"/>.</exception>
    public void Signal(int signal, SignalScope scope)
    {
        if (Phase is ExecutionPhase.Queued && signal is Libc.SigKill or Libc.SigTerm)
        {
            Abandon();
            return;
        }

        int supervisor;
        int command;
        bool isOver;
        lock (_lock)
            (supervisor, command, isOver) = (Supervisor, Command, _waitStatus is not null);
        if (scope is SignalScope.Tree && supervisor > 0)
        {
            if (signal == Libc.SigKill)
                ProcessTree.Kill(supervisor);
            else
                ProcessTree.Signal(supervisor, signal);
            return;
        }

        if (isOver || command <= 0)
            throw new AgentException(AgentErrorCode.Ended, $"The execution '{Start.Id}' {(HasEnded ? "has ended" : "is not running yet")}.");
        if (Libc.kill(scope is SignalScope.Group ? -command : command, signal) != 0)
            throw SystemFailure.Last($"The signal {signal} cannot be sent");
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
                Problem = _problem ?? Stdout.Problem ?? Stderr.Problem,
                StartedMs = StartedMs,
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _timeout?.Dispose();
        _grace?.Dispose();
        Input?.Dispose();
    }

    private void TimeOut()
    {
        lock (_lock)
        {
            if (_waitStatus is not null)
                return;
            _timedOut = true;
        }

        if (Supervisor is var supervisor and > 0)
            ProcessTree.Kill(supervisor);
    }

    private void Finish()
    {
        lock (_lock)
        {
            if (HasEnded)
                return;
            _endedMs = Now;
            Phase = ExecutionPhase.Exited;
        }

        Save();
        Dispose();
        _ended(this);
        Changed.Beat();
        Ended.Beat();
        _onEnd?.Invoke();
    }

    /// <summary>Writes the report where it outlives the agent; replaced whole, so that a reader never sees half of it.</summary>
    private void Save()
    {
        try
        {
            var path = Path.Combine(Directory, ExecutionStore.StatusFile);
            File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(Report(withTails: true), AgentJson.Default.ExecutionReport));
            File.Move(path + ".new", path, overwrite: true);
            IsSaved = true;
        }
        catch (IOException e)
        {
            // The disk is full: what is in memory still answers.
            _problem ??= e.Message;
        }
    }
}
