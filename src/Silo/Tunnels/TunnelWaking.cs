using BenchCluster.Devboxes;

namespace BenchCluster.Tunnels;

/// <summary>Holds requests until their devbox runs, and wakes one that is suspended where its tunnel says so.</summary>
internal sealed class TunnelWaking(TimeProvider clock)
{
    /// <summary>How long a request is held at most; few clients wait longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The longest that one call waits.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    private static readonly DevboxStatus[] Settled =
        [DevboxStatus.Running, DevboxStatus.Suspended, DevboxStatus.Shutdown, DevboxStatus.Failure];

    /// <summary>Waits until the devbox runs.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Unavailable"/>: it does not, and will not by itself.</exception>
    public async Task AwaitRunningAsync(IDevboxGrain devbox, TunnelPassage passage, CancellationToken cancellationToken)
    {
        var status = passage.Status;
        var start = clock.GetTimestamp();
        while (status is not DevboxStatus.Running)
        {
            var isComing = passage.Tunnel.WakeOnHttp
                ? status is DevboxStatus.Suspending or DevboxStatus.Suspended or DevboxStatus.Resuming
                : status is DevboxStatus.Resuming;
            if (!isComing || clock.GetElapsedTime(start) > Patience)
                throw new BenchException(BenchError.Unavailable, $"The devbox '{devbox.GetPrimaryKeyString()}' is {WireJson.NameOf(status)}, not running.");
            if (status is DevboxStatus.Suspended)
                status = await ResumeAsync(devbox);
            if (status is not DevboxStatus.Running)
                status = (await devbox.WaitForStatus(Settled, Poll, cancellationToken)).Status;
        }
    }

    private static async Task<DevboxStatus> ResumeAsync(IDevboxGrain devbox)
    {
        try
        {
            return (await devbox.Resume()).Status;
        }
        catch (BenchException e) when (e.Code is BenchError.Conflict)
        {
            // Somebody has suspended it again meanwhile, or ended it.
            return (await devbox.Get()).Status;
        }
    }
}
