using System.Diagnostics;
using BenchCluster.Devboxes;

namespace BenchCluster.Perf;

/// <summary>
/// <c>execute</c> of <c>true</c> through HTTP. In turns with it, so that it is seen what the machine itself takes at the
/// moment: a request that does nothing, and a program that is started on the host.
/// </summary>
internal static class RoundTrips
{
    private const int Block = 50;
    private const double MedianAim = 3;
    private const double SlowestAim = 10;

    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(Bench bench, int rounds)
    {
        var (devbox, _) = await bench.NewDevboxAsync();
        var (execute, health, spawn) = (new List<double>(), new List<double>(), new List<double>());
        for (var done = -4 * Block; done < rounds; done += Block)
        {
            await TurnAsync(done < 0 ? [] : execute, async () =>
            {
                var view = await bench.Client.Executions.ExecuteAsync(devbox, new ExecuteRequest { Command = "true" });
                if (view.ExitStatus != 0)
                    throw new InvalidOperationException($"Exit status {view.ExitStatus}.");
            });
            await TurnAsync(done < 0 ? [] : health, () => bench.Http.GetStringAsync(new Uri("/health", UriKind.Relative)));
            await TurnAsync(done < 0 ? [] : spawn, async () =>
            {
                using var process = Process.Start("/bin/bash", ["-c", "true"]);
                await process.WaitForExitAsync();
            });
        }

        Console.WriteLine($"\nRound trips, {execute.Count} each, {Block} at a turn:");
        Quantiles.Print("execute 'true' in a devbox", execute);
        Quantiles.Print("GET /health", health);
        Quantiles.Print("bash -c true on the host (fork and exec)", spawn);
        bench.Aims.AtMost("execute, median", Quantiles.Of(execute, 0.5), MedianAim, " ms");
        bench.Aims.AtMost("execute, 99th percentile", Quantiles.Of(execute, 0.99), SlowestAim, " ms");
        await bench.EndAsync(devbox);
    }

    private static async Task TurnAsync(List<double> times, Func<Task> run)
    {
        for (var i = 0; i < Block; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}
