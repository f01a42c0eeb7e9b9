using BenchCluster.Agent.Executions;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Sessions;

/// <summary>A process whose input and output go to a client. The pump's thread tells it what happens.</summary>
internal sealed class Session
{
    /// <summary>How long output may still come after the end while something holds it open.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<ProcessExit> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionStart _start;
    private readonly TimeProvider _clock;
    private readonly Tap[] _taps;
    private ITimer? _grace;
    private int _openOutputs;
    private int? _waitStatus;
    private string? _problem;

    /// <summary>One that is about to be started.</summary>
    /// <param name="taps">Where its outputs will be read: the standard one, and that of errors if it is another.</param>
    public Session(SessionStart start, StandardInput input, Tap[] taps, TimeProvider clock)
    {
        (_start, Input, _taps, _clock) = (start, input, taps, clock);
        Outputs = [.. taps.Select(tap => new FlowBuffer(tap.Pause, tap.Resume))];
        _openOutputs = taps.Length;
    }

    /// <summary>What it reads.</summary>
    public StandardInput Input { get; }

    /// <summary>What it writes.</summary>
    public FlowBuffer[] Outputs { get; }

    /// <summary>Its processes.</summary>
    public CommandProcesses Processes { get; } = new("session");

    /// <summary>How it ended, once all is known that its main process wrote.</summary>
    public Task<ProcessExit> End => _end.Task;

    /// <summary>An output has ended.</summary>
    public void OutputEnded(FlowBuffer output)
    {
        output.End();
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
                _problem = SupervisorRecord.Explain(value, _start.User, _start.WorkingDirectory);
                break;
            case SupervisorRecord.Exited:
                Exited(value);
                break;
            default:
                break;
        }
    }

    /// <summary>The supervisor has ended, and with it all that it started.</summary>
    public void SupervisorGone()
    {
        lock (_lock)
            _waitStatus ??= Libc.SigKill;
        Finish();
        Processes.Gone();
    }

    /// <summary>Nobody wants what it writes any more, nor writes to it.</summary>
    public void HangUp()
    {
        EndOutputs();
        Input.Dispose();
        foreach (var tap in _taps)
            tap.Close();
    }

    private void Exited(int waitStatus)
    {
        Processes.CommandEnded();
        lock (_lock)
        {
            _waitStatus = waitStatus;
            if (_openOutputs > 0)
            {
                _grace = _clock.CreateTimer(_ => Finish(), null, Grace, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Finish();
    }

    private void EndOutputs()
    {
        foreach (var output in Outputs)
            output.End();
    }

    private void Finish()
    {
        ProcessExit exit;
        lock (_lock)
        {
            var (code, signal) = SupervisorRecord.Decode(_waitStatus);
            exit = new ProcessExit { ExitCode = code ?? 0, Signal = signal, Problem = _problem };
        }

        if (!_end.TrySetResult(exit))
            return;
        _grace?.Dispose();
        EndOutputs();
        Input.Dispose();
    }
}
