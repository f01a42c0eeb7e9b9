using System.Diagnostics;
using Docker.DotNet.Models;

namespace BenchCluster.Perf;

/// <summary>
/// From the request that creates a devbox until it is seen to run, against the engine's create and start of the same
/// image with nothing asked of it, one after the other in turns.
/// </summary>
internal static class ColdStarts
{
    private const double Aim = 1.15;

    /// <summary>What the engine and the silo still do after they have answered is not to be the next one's.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(Bench bench, int rounds)
    {
        var (first, container) = await bench.NewDevboxAsync();
        var image = (await bench.Engine.Containers.InspectContainerAsync(container)).Image;
        await bench.EndAsync(first);

        var (ours, raw, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -2; round < rounds; round++)
        {
            await Task.Delay(Pause);
            var us = await OursAsync(bench);
            await Task.Delay(Pause);
            var engine = await RawAsync(bench, image);
            if (round < 0)
                continue;
            ours.Add(us);
            raw.Add(engine);
            ratios.Add(us / engine);
        }

        Console.WriteLine($"\nCold start, {rounds} in turns:");
        Quantiles.Print("devbox, created until running", ours);
        Quantiles.Print("engine, create and start", raw);
        Console.WriteLine(FormattableString.Invariant($"  median of the pairs' ratios: {Quantiles.Of(ratios, 0.5):0.00}"));
        bench.Aims.AtMost("create → running, of the engine's create and start (medians)", Quantiles.Of(ours, 0.5) / Quantiles.Of(raw, 0.5), Aim, "×");
    }

    private static async Task<double> OursAsync(Bench bench)
    {
        var start = Stopwatch.GetTimestamp();
        var (devbox, elapsed) = ("", TimeSpan.Zero);
        var created = await bench.Client.Devboxes.CreateAsync(new Devboxes.DevboxCreateRequest());
        var running = await bench.Client.Devboxes.WaitUntilSettledAsync(created.Id);
        (devbox, elapsed) = (running.Id, Stopwatch.GetElapsedTime(start));
        if (running.Status is not Devboxes.DevboxStatus.Running)
            throw new InvalidOperationException($"The devbox is {running.Status}: {running.FailureMessage}");
        await bench.EndAsync(devbox);
        return elapsed.TotalMilliseconds;
    }

    private static async Task<double> RawAsync(Bench bench, string image)
    {
        var start = Stopwatch.GetTimestamp();
        var made = await bench.Engine.Containers.CreateContainerAsync(new CreateContainerParameters
        {
            Image = image, Cmd = ["sleep", "600"], Labels = new Dictionary<string, string> { ["benchcluster.cluster"] = bench.Silo.ClusterId },
        });
        await bench.Engine.Containers.StartContainerAsync(made.ID, new());
        var elapsed = Stopwatch.GetElapsedTime(start);
        await bench.Engine.Containers.RemoveContainerAsync(made.ID, new ContainerRemoveParameters { Force = true });
        return elapsed.TotalMilliseconds;
    }
}
