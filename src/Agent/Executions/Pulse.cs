namespace BenchCluster.Agent.Executions;

/// <summary>Wakes all who wait, again and again.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource? _waiters;

    /// <summary>A task that ends at the next beat. Take it before looking at what may have changed.</summary>
    public Task Next()
    {
        var waiters = Volatile.Read(ref _waiters);
        if (waiters is not null)
            return waiters.Task;
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _waiters, mine, null) ?? mine).Task;
    }

    /// <summary>Wakes them.</summary>
    public void Beat() => Interlocked.Exchange(ref _waiters, null)?.TrySetResult();
}
