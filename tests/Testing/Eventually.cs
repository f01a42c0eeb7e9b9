using System.Diagnostics;

namespace BenchCluster.Tests;

/// <summary>Waits for a condition with a deadline, and says what it last saw.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer satisfies, or fails after <paramref name="within"/> (20 s by default).</summary>
    public static async Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> satisfies, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(satisfies);
        var clock = Stopwatch.StartNew();
        var deadline = within ?? TimeSpan.FromSeconds(20);
        while (true)
        {
            var last = await ask();
            if (satisfies(last))
                return last;
            if (clock.Elapsed > deadline)
                throw new TimeoutException($"Not within {deadline}. Last seen: {last}");
            await Task.Delay(Pause);
        }
    }
}
