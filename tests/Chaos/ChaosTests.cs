using System.Diagnostics;
using System.Globalization;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.Tests.Engine;
using Xunit.Abstractions;

namespace BenchCluster.Tests.Chaos;

/// <summary>
/// Three real silos, a real PostgreSQL and a real engine, broken by a seeded schedule while benchmarks run and sessions
/// work. <c>./bench chaos --minutes N --seed S</c> runs it for longer, and with the seed that is wanted.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const double StandardMinutes = 2;

    /// <summary>The seed where none is wanted: what fails once fails for everybody.</summary>
    private const int StandardSeed = 11;

    /// <summary>Each node's own disk; a fault fills it.</summary>
    private const int DiskMiB = 256;

    private static readonly TimeSpan LeavesNothingWithin = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_done_twice()
    {
        var minutes = double.Parse(Environment.GetEnvironmentVariable("BENCH_CHAOS_MINUTES") ?? StandardMinutes.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("BENCH_CHAOS_SEED") ?? StandardSeed.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        Say($"seed {seed}, {minutes} minutes");
        await using var engine = await PrivateEngine.StartAsync();
        await engine.CopyImageAsync("benchcluster/base:bookworm");
        await using var network = await SiloNetwork.StartAsync(3);
        await using var cluster = await ChaosCluster.StartAsync(3, _ => engine, network, DiskMiB, "--Bench:Slots=4", "--Bench:OrphanGrace=00:00:15", "--Bench:NodeLostAfter=00:00:30", "--Bench:LeastFreeDiskMiB=8");
        using var client = cluster.NewClient();
        var history = new ChaosHistory();
        var benchmarks = new BenchmarkWorkload(client, history);
        await benchmarks.PrepareAsync();
        var schedule = new ChaosSchedule(cluster, network, Environment.GetEnvironmentVariable("BENCH_CHAOS_ENGINE") is "yes" ? engine : null, seed, Say);
        var clock = Stopwatch.StartNew();
        try
        {
            using (var time = new CancellationTokenSource(TimeSpan.FromMinutes(minutes)))
            {
                await Task.WhenAll(
                    schedule.RunAsync(time.Token),
                    benchmarks.RunAsync(time.Token),
                    new SessionWorkload(client, history).RunAsync(time.Token));
            }

            await benchmarks.CollectAsync();
            await EndDevboxesAsync(client, history);
            await ReadLeftAsync(cluster, history);
        }
        finally
        {
            Report(schedule, history, clock.Elapsed);
            await KeepLogsAsync(cluster);
        }

        var violations = HistoryChecker.Check(history);
        foreach (var violation in violations)
            Say(violation);
        Assert.Empty(violations);
        Assert.NotEmpty(history.ScenarioRuns);
        Assert.NotEmpty(history.Commands);
        Assert.NotEmpty(schedule.Done);
    }

    /// <summary>Ends what sessions left, also devboxes whose creation was never answered.</summary>
    private static async Task EndDevboxesAsync(BenchClient client, ChaosHistory history)
    {
        var ids = await Persistence.AskAsync(async () =>
        {
            var all = new List<string>();
            await foreach (var devbox in client.Devboxes.ListAsync())
                all.Add(devbox.Id);
            return all;
        });
        foreach (var id in ids)
        {
            var view = await Persistence.AskAsync(() => client.Devboxes.GetAsync(id));
            if (view.Status is not (DevboxStatus.Failure or DevboxStatus.Shutdown))
                await Persistence.AskAsync(() => client.Devboxes.ShutdownAsync(id));
        }

        await foreach (var row in client.Devboxes.ListAsync())
        {
            var grain = await Persistence.AskAsync(() => client.Devboxes.GetAsync(row.Id));
            history.Indexed.Add(new IndexedResource(row.Id, WireJson.NameOf(row.Status), WireJson.NameOf(grain.Status)));
        }
    }

    private static async Task ReadLeftAsync(ChaosCluster cluster, ChaosHistory history)
    {
        try
        {
            await Eventually.Get(cluster.ContainersAsync, containers => containers.Count == 0, LeavesNothingWithin);
        }
        catch (TimeoutException)
        {
            history.Left.AddRange(await cluster.ContainersAsync());
        }
    }

    private static async Task KeepLogsAsync(ChaosCluster cluster)
    {
        if (Environment.GetEnvironmentVariable("BENCH_CHAOS_LOGS") is not { Length: > 0 } directory)
            return;
        Directory.CreateDirectory(directory);
        for (var i = 0; i < cluster.Silos.Count; i++)
            await File.WriteAllTextAsync(Path.Combine(directory, $"n{i + 1}.log"), cluster.Silos[i].Log);
    }

    private void Report(ChaosSchedule schedule, ChaosHistory history, TimeSpan elapsed)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMinutes:0.0} minutes, {schedule.Done.Values.Sum()} faults:"));
        foreach (var (what, count) in schedule.Done)
            Say($"  {count} × {what}");
        var attempts = history.ScenarioRuns.GroupBy(run => run.Attempt).OrderBy(g => g.Key).Select(g => $"{g.Count()} in attempt {g.Key}");
        Say($"{history.Started.Count} benchmark runs, {history.ScenarioRuns.Count} scenario runs ({string.Join(", ", attempts)}), {history.ScenarioRuns.Count(run => run.IsGivenUp)} given up");
        Say($"{history.Commands.Count} commands, {history.Commands.Count(c => c.IsDevboxLost)} lost with their devbox");
    }

    private void Say(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("BENCH_CHAOS_REPORT") is { Length: > 0 } file)
            File.AppendAllText(file, line + Environment.NewLine);
    }
}
