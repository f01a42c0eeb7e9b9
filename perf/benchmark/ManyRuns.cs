using System.Diagnostics;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Scoring;
using BenchCluster.Tests.BenchmarkRuns;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Perf;

/// <summary>Many scenario runs with an agent and a scorer on a simulated engine: what the grains and the storage can do.</summary>
internal static class ManyRuns
{
    private const int Scenarios = 100;
    private const double Aim = 300;
    private static readonly TimeSpan SampleTime = TimeSpan.FromSeconds(2);

    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(int runs, int concurrency)
    {
        await using var node = await TestNode.StartAsync();
        var benchmark = await node.CreateBenchmarkAsync(Scenarios, _ =>
            ScenarioBuilder.Scenario(ScenarioBuilder.Function(new BashScriptScorer { BashScript = RealContainers.Scorer })));
        // Once to warm up; it is not in what follows.
        await RunAsync(node, benchmark, Scenarios * 10, concurrency, isShown: false);
        var (before, heap) = (Stored(node), await HeapAsync(node));
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var time = await RunAsync(node, benchmark, runs, concurrency, isShown: true);
        var used = (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds;
        var (after, kept) = (Stored(node), await HeapAsync(node));
        Console.WriteLine(FormattableString.Invariant($"{runs} runs, {concurrency} at once, simulated engine, SQLite; aim: {Aim:0} runs/s and memory that does not grow with runs"));
        Console.WriteLine(FormattableString.Invariant($"  {runs / time.TotalSeconds:0} runs/s ({time.TotalSeconds:0.0} s, {used / time.TotalSeconds:0.0} of {Environment.ProcessorCount} processors busy, {used * 1000 / runs:0.0} ms of processor a run)"));
        Console.WriteLine(FormattableString.Invariant($"  {(after.States - before.States) / runs} bytes of grain state a run, {(after.Rows - before.Rows) / runs} of the index; {(double)(after.Writes - before.Writes) / runs:0.0} writes of states a run"));
        Console.WriteLine(FormattableString.Invariant($"  {(double)(kept - heap) / runs:0} bytes of heap a run once the ended ones are let go ({heap >> 20} MiB before, {kept >> 20} MiB after)"));
    }

    private static async Task<TimeSpan> RunAsync(TestNode node, string benchmark, int runs, int concurrency, bool isShown)
    {
        var begun = Stopwatch.GetTimestamp();
        var id = await node.StartBenchmarkRunAsync(benchmark, concurrency, runs / Scenarios);
        while (true)
        {
            var view = await node.BenchmarkRun(id).WaitForEnd(SampleTime, CancellationToken.None);
            // What the simulation remembers is not the silo's.
            Forget(node);
            if (view.State is BenchmarkRunState.Running)
            {
                if (isShown)
                    Console.WriteLine(FormattableString.Invariant($"  {view.Progress.Scored} scored after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s, {Environment.WorkingSet >> 20} MiB resident"));
                continue;
            }

            return view.Progress.Scored == runs && view.Score is 1
                ? Stopwatch.GetElapsedTime(begun)
                : throw new InvalidOperationException($"The benchmark run is {view.State} with {view.Progress.Scored} scores.");
        }
    }

    /// <summary>The heap once nothing is active that has nothing to do.</summary>
    private static async Task<long> HeapAsync(TestNode node)
    {
        await node.AwaitNothingLeftAsync();
        Forget(node);
        var management = node.Grains.GetGrain<IManagementGrain>(0);
        // The runs' and devboxes' activations; those of definitions are few.
        await management.ForceActivationCollection(TimeSpan.FromSeconds(1));
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static void Forget(TestNode node)
    {
        node.Engine.Calls.Clear();
        node.Engine.Created.Clear();
        node.Host.ForgetAllBut(node.Engine.Containers.Select(container => container.Spec.DevboxId).ToHashSet());
    }

    /// <summary>What the database has, and how often grains' states were written.</summary>
    private static (long States, long Rows, long Writes) Stored(TestNode node) => (
        (long)node.Database.Select("SELECT coalesce(sum(length(PayloadBinary)), 0) FROM OrleansStorage")[0],
        (long)node.Database.Select("SELECT coalesce(sum(length(view) + length(id) + length(coalesce(name, ''))), 0) FROM resources")[0],
        (long)node.Database.Select("SELECT coalesce(sum(Version), 0) FROM OrleansStorage")[0]);
}
