using BenchCluster.Agent.Native;
using BenchCluster.Agent.Processes;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>The processes of one execution: its supervisor, its command, and all that these have started.</summary>
/// <param name="id">The execution, for messages.</param>
internal sealed class CommandProcesses(string id)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(1);

    /// <summary>How long one who asked for a kill waits for it; what hangs in the kernel takes longer.</summary>
    private static readonly TimeSpan KilledWithin = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Pulse _changed = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _command;
    private bool _isCommandOver;

    /// <summary>The supervisor's process id, or 0 when there is none, not yet or any more.</summary>
    public int Supervisor { get; private set; }

    /// <summary>Told of the supervisor, which may have ended already.</summary>
    public void Spawned(int supervisor) => Change(() => Supervisor = _gone.Task.IsCompleted ? 0 : supervisor);

    /// <summary>Told of the command's process.</summary>
    public void Started(int command) => Change(() => _command = command);

    /// <summary>The command has ended; what it started may live on.</summary>
    public void CommandEnded() => Change(() => _isCommandOver = true);

    /// <summary>Nothing is left.</summary>
    public void Gone() => Change(() =>
    {
        Supervisor = 0;
        _isCommandOver = true;
        _gone.TrySetResult();
    });

    /// <summary>Sends a signal; one that kills the tree is answered when nothing is left of it.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Ended"/>; or it cannot be killed.</exception>
    public async Task SignalAsync(int signal, SignalScope scope)
    {
        if (signal is < 1 or > Libc.LastSignal)
            throw new AgentException(AgentErrorCode.Invalid, $"signal: must be 1 to {Libc.LastSignal}.");
        var supervisor = await WhenReadyAsync(signal, scope);
        if (scope is not SignalScope.Tree)
        {
            if (Libc.kill(scope is SignalScope.Group ? -_command : _command, signal) != 0)
                throw SystemFailure.Last($"The signal {signal} cannot be sent");
            return;
        }

        if (signal != Libc.SigKill)
        {
            ProcessTree.Signal(supervisor, signal);
            return;
        }

        await Task.WhenAny(KillAsync(), Task.Delay(KilledWithin));
        if (!_gone.Task.IsCompleted)
            throw new AgentException(AgentErrorCode.Failed, $"Processes of the execution '{id}' cannot be killed: they hang in the kernel.");
    }

    /// <summary>Kills until nothing is left: one look may miss what forks meanwhile.</summary>
    public async Task KillAsync()
    {
        for (var pause = FirstPause; Supervisor is > 0 and var supervisor; pause = pause * 2 > LastPause ? LastPause : pause * 2)
        {
            try
            {
                ProcessTree.Kill(supervisor);
            }
            catch (IOException)
            {
                // No descriptor is free to look with: again after the pause.
            }

            await Task.WhenAny(_gone.Task, Task.Delay(pause));
        }
    }

    /// <summary>Waits until there is something to signal; the supervisor.</summary>
    private async Task<int> WhenReadyAsync(int signal, SignalScope scope)
    {
        while (true)
        {
            // Taken before the look: what comes after it wakes the wait.
            var changed = _changed.Next();
            if (_gone.Task.IsCompleted || (_isCommandOver && scope is not SignalScope.Tree))
                throw new AgentException(AgentErrorCode.Ended, $"The execution '{id}' has ended.");
            // A kill of the tree looks again until nothing is left; all else is for a command that is there.
            if (Supervisor is > 0 and var supervisor && (_command > 0 || (scope is SignalScope.Tree && signal == Libc.SigKill)))
                return supervisor;
            await changed;
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
            change();
        _changed.Beat();
    }
}
