namespace BenchCluster.Devboxes;

/// <summary>When a devbox was last used, and whether nobody has used it for as long as its policy says.</summary>
internal sealed class IdleWatch(IDevboxHost host, TimeProvider clock)
{
    /// <summary>How often a devbox in which something runs is looked at.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    /// <summary>What is kept of the last use is no further behind than this part of the idle time.</summary>
    private const int Precision = 10;

    private DateTimeOffset _lastUse = DateTimeOffset.MinValue;

    /// <summary>It is being used.</summary>
    public void Touch() => _lastUse = clock.GetUtcNow();

    /// <summary>Waits until it is idle, or until a use is worth keeping; commands that run are use.</summary>
    public async Task<DevboxEvent> WaitAsync(string devboxId, DevboxEffect.WatchIdle watch, CancellationToken cancellationToken)
    {
        var lastKnown = watch.LastActivityAt;
        var idle = TimeSpan.FromSeconds(watch.Policy.IdleTimeSeconds);
        var step = idle / Precision;
        while (true)
        {
            var left = lastKnown + idle - clock.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left < step ? left : step, clock, cancellationToken);
                if (_lastUse > lastKnown)
                    return new DevboxEvent.ActivitySeen(_lastUse);
                continue;
            }

            if (await host.Connect(devboxId).CountRunningAsync(cancellationToken) <= watch.StandingCommands)
            {
                return _lastUse > lastKnown ? new DevboxEvent.ActivitySeen(_lastUse)
                    : watch.Policy.OnIdle is IdleAction.Suspend ? new DevboxEvent.SuspendRequested(clock.GetUtcNow())
                    : new DevboxEvent.ShutdownRequested(ShutdownReason.Idle, clock.GetUtcNow());
            }

            // The idle time begins when the last command has ended.
            await Task.Delay(step < LongestLook ? step : LongestLook, clock, cancellationToken);
            if (await host.Connect(devboxId).CountRunningAsync(cancellationToken) <= watch.StandingCommands)
                return new DevboxEvent.ActivitySeen(clock.GetUtcNow());
        }
    }
}
