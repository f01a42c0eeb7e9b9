using System.Diagnostics;
using BenchCluster.Devboxes;
using BenchCluster.Tests.Silos;
using BenchCluster.Tests.Transfers;

namespace BenchCluster.Perf;

/// <summary>A file of 2 GiB into a devbox and out of it: no process on its way may grow with it.</summary>
internal static class LargeFile
{
    private const long Length = 2L << 30;
    private const double MostMebibytes = 100;

    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(Bench bench, int rounds)
    {
        var (devbox, container) = await bench.NewDevboxAsync(new LaunchParameters { ResourceSizeRequest = ResourceSize.Large });
        var agent = (int)(await bench.Engine.Containers.InspectContainerAsync(container)).State.Pid;
        for (var round = 0; round < rounds; round++)
        {
            var (silo, inside) = (new PeakMemory(bench.Silo.ProcessId), new PeakMemory(agent));
            var start = Stopwatch.GetTimestamp();
            await using (var content = new PatternStream(Length))
                await Transfers.UploadAsync(bench, devbox, content, "/tmp/large");
            Report(bench, "upload of 2 GiB", start, silo, inside);

            (silo, inside) = (new PeakMemory(bench.Silo.ProcessId), new PeakMemory(agent));
            start = Stopwatch.GetTimestamp();
            await using (var target = new ComparingStream(Length))
            {
                await Transfers.DownloadAsync(bench, devbox, "/tmp/large", target);
                if (!target.IsWhole)
                    throw new InvalidOperationException($"Only {target.Position} bytes came back.");
            }

            Report(bench, "download of 2 GiB", start, silo, inside);
        }

        await bench.EndAsync(devbox);
    }

    private static void Report(Bench bench, string what, long start, PeakMemory silo, PeakMemory agent)
    {
        Console.WriteLine(FormattableString.Invariant($"\n{what}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        bench.Aims.AtMost($"{what}, growth of the silo", silo.Growth, MostMebibytes, " MiB");
        bench.Aims.AtMost($"{what}, growth of the agent", agent.Growth, MostMebibytes, " MiB");
    }
}
