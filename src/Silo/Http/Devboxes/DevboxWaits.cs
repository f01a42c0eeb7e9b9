using System.Diagnostics;
using BenchCluster.Devboxes;

namespace BenchCluster.Http.Devboxes;

/// <summary>Waits for a devbox that may move to its node meanwhile, where who waits is let go.</summary>
internal static class DevboxWaits
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The devbox when it has one of the statuses, or the time is over.</summary>
    public static async Task<DevboxView> UntilAsync(
        IDevboxGrain devbox, IReadOnlyList<DevboxStatus> statuses, TimeSpan wait, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = wait - Stopwatch.GetElapsedTime(begun);
            var view = await devbox.WaitForStatus(statuses, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            if (statuses.Contains(view.Status) || Stopwatch.GetElapsedTime(begun) + Pause >= wait)
                return view;
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
