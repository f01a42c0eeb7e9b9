using System.Diagnostics;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Client;
using BenchCluster.Resources;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Perf;

/// <summary>
/// Scored scenario runs with real containers, and a plain loop on the Engine API, in blocks that take turns. A block is
/// at its end when its last container is gone, for both.
/// </summary>
internal static class RealContainers
{
    /// <summary>The one scorer of the scenario.</summary>
    public const string Scorer = "echo 1.0";

    private const string Image = "benchcluster/base:bookworm";
    private static readonly string[] Modes = ["same", "clean"];

    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(int blocks, int runs, int concurrency)
    {
        await using var silo = await SiloProcess.StartAsync($"--Bench:Slots={concurrency}");
        using var client = new BenchClient(new BenchClientOptions { BaseUrl = silo.BaseUrl, ApiKey = silo.ApiKey });
        using var loop = new PlainLoop(Image, concurrency);
        var benchmark = await BenchmarkAsync(client, runs);
        var times = Modes.Append("loop").ToDictionary(mode => mode, _ => new List<double>());
        for (var block = -1; block < blocks; block++)
        {
            var sample = new Dictionary<string, double>();
            foreach (var mode in Modes)
            {
                sample["loop"] = sample.GetValueOrDefault("loop") + (await loop.RunAsync(runs)).TotalSeconds / Modes.Length;
                sample[mode] = (await RunAsync(client, loop, silo, benchmark, mode, runs, concurrency)).TotalSeconds;
            }

            // The first warms up.
            if (block < 0)
                continue;
            foreach (var (mode, seconds) in sample)
                times[mode].Add(seconds);
            Console.WriteLine(FormattableString.Invariant(
                $"  block {block + 1}: loop {runs / sample["loop"]:0.0}/s, same {runs / sample["same"]:0.0}/s, clean {runs / sample["clean"]:0.0}/s"));
        }

        Console.WriteLine(FormattableString.Invariant($"{blocks} blocks of {runs} runs, {concurrency} at once, real containers; aim: more than the plain loop"));
        foreach (var (mode, seconds) in times)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"  {(mode is "loop" ? "create, start, exec, remove" : $"scenario runs, score_in {mode}"),-32} {runs / Median(seconds),6:0.0} runs/s   {Median(times["loop"].Zip(seconds, (a, b) => a / b)):0.00} of the loop"));
        }
    }

    private static async Task<TimeSpan> RunAsync(BenchClient client, PlainLoop loop, SiloProcess silo, string benchmark, string mode, int runs, int concurrency)
    {
        var begun = Stopwatch.GetTimestamp();
        var run = await client.Benchmarks.StartRunAsync(new StartBenchmarkRunRequest
        {
            BenchmarkId = benchmark,
            Agent = new AgentSpec { Type = AgentKind.Nop },
            NConcurrentTrials = concurrency,
            Metadata = new Dictionary<string, string> { ["score_in"] = mode },
        });
        while (run.State is BenchmarkRunState.Running)
        {
            await Task.Delay(20);
            run = await client.BenchmarkRuns.GetAsync(run.Id);
        }

        if (run.Score is not 1 || run.Progress.Scored != runs)
            throw new InvalidOperationException($"The benchmark run {run.Id} is {run.State} with {run.Progress.Scored} scores and {run.Score} in all.");
        while (await loop.CountAsync(silo.ClusterId) > 0)
            await Task.Delay(20);
        return Stopwatch.GetElapsedTime(begun);
    }

    private static async Task<string> BenchmarkAsync(BenchClient client, int runs)
    {
        var ids = new List<string>();
        while (ids.Count < runs)
        {
            ids.Add((await client.Scenarios.CreateAsync(new ScenarioCreateRequest
            {
                Name = $"trivial-{ids.Count}",
                InputContext = new InputContext { ProblemStatement = "Do nothing." },
                ScoringContract = new ScoringContract
                {
                    ScoringFunctionParameters = [new ScoringFunction { Name = "one", Weight = 1, Scorer = new BashScriptScorer { BashScript = Scorer } }],
                },
            })).Id);
        }

        return (await client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = "trivial", ScenarioIds = ids })).Id;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
