using System.Diagnostics;
using BenchCluster.Devboxes;

namespace BenchCluster.Http.Devboxes;

/// <summary>Waits for a devbox that may move to its node meanwhile, where who waits is let go.</summary>
internal static class DevboxWaits
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait of one grain call: well below the time after which a call counts as unanswered (30 s).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>The devbox when it has one of the statuses, or the time is over.</summary>
    public static async Task<DevboxView> UntilAsync(
        IDevboxGrain devbox, IReadOnlyList<DevboxStatus> statuses, TimeSpan wait, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = wait - Stopwatch.GetElapsedTime(begun);
            var view = await devbox.WaitForStatus(statuses, TimeSpan.FromTicks(long.Clamp(left.Ticks, 0, Longest.Ticks)), cancellationToken);
            if (statuses.Contains(view.Status) || Stopwatch.GetElapsedTime(begun) + Pause >= wait)
                return view;
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
