using System.Diagnostics;
using BenchCluster.Devboxes;
using BenchCluster.Tests;
using BenchCluster.Tests.Chaos;

namespace BenchCluster.Perf;

/// <summary>A silo that is killed and started again with many devboxes that are not at their end.</summary>
internal static class ManyResources
{
    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(int devboxes)
    {
        await using var cluster = await ChaosCluster.StartAsync(1, "--Bench:Slots=1", "--Bench:QueueLimit=1000000");
        var silo = cluster.Silos[0];
        using var client = cluster.NewClient(silo.BaseUrl);
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, devboxes), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) =>
            await Persistence.AskAsync(() => client.Devboxes.CreateAsync(new DevboxCreateRequest())));
        Say($"{devboxes} devboxes created through the API", begun);

        await silo.KillAsync();
        var log = silo.Log.Length;
        begun = Stopwatch.GetTimestamp();
        await silo.StartAgainAsync();
        Say("started again after kill -9 until it answers", begun);
        await Eventually.Get(() => Task.FromResult(silo.Log[log..].Contains("devbox(es) go on", StringComparison.Ordinal)), isSwept => isSwept, TimeSpan.FromMinutes(10));
        Say("until every devbox has been asked to go on", begun);
        var nodes = new List<string>();
        await foreach (var node in client.Nodes.ListAsync())
            nodes.Add($"{node.SlotsTaken} placed, {node.Queued} queued");
        Say($"{string.Join("; ", nodes)}; {ProcessSize.ResidentMebibytes(silo.ProcessId)} MiB resident", begun);
    }

    private static void Say(string what, long since) =>
        Console.WriteLine(FormattableString.Invariant($"{what}: {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s"));
}
