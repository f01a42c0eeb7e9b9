namespace BenchCluster.Agent.Executions;

/// <summary>
/// A named shell: a queue of commands, and the state that one leaves to the next. Each command is a shell process of
/// its own, so that its end, its exit status and its output are never in doubt.
/// </summary>
internal sealed class NamedShell
{
    /// <summary>It is memory of the devbox's.</summary>
    private const long LongestState = 64 << 20;

    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>What the last command left: a script that restores it; null before the first.</summary>
    public MemoryFile? State { get; private set; }

    /// <summary>Takes a turn when all before it have ended; a turn handles its own failures.</summary>
    public void Enqueue(Func<NamedShell, Task> turn)
    {
        lock (_lock)
            _last = AfterAsync(_last, turn);
    }

    /// <summary>Takes over the state that a command left, if it is whole; to be called in a turn. What is wrong, or null.</summary>
    public string? Keep(MemoryFile left)
    {
        if (left.Length > LongestState)
            return $"What the shell should remember is longer than {LongestState} bytes, and is not kept.";
        if (!left.EndsWith(ShellPrograms.EndOfState))
            return null;
        State?.Dispose();
        State = left.Take();
        return null;
    }

    /// <summary>Forgets the state when all turns are over.</summary>
    public void Retire() => Enqueue(_ =>
    {
        State?.Dispose();
        State = null;
        return Task.CompletedTask;
    });

    private async Task AfterAsync(Task before, Func<NamedShell, Task> turn)
    {
        // Not on the stack of the one before: there may be thousands.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await turn(this);
    }
}
