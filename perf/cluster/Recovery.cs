using System.Diagnostics;
using BenchCluster.Client;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests;
using BenchCluster.Tests.Chaos;

namespace BenchCluster.Perf;

/// <summary>
/// From <c>kill -9</c> of one of three silos until the last of the runs whose devboxes it had works again elsewhere. The
/// silo is not started again meanwhile.
/// </summary>
internal static class Recovery
{
    private const int Runs = 12;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(int rounds)
    {
        await using var cluster = await ChaosCluster.StartAsync(3, "--Bench:Slots=8");
        using var client = cluster.NewClient();
        var benchmark = await BenchmarkAsync(client);
        for (var round = 0; round < rounds; round++)
        {
            var run = await client.Benchmarks.StartRunAsync(new StartBenchmarkRunRequest
            {
                BenchmarkId = benchmark,
                Agent = new AgentSpec { Type = AgentKind.Command, Command = "sleep 600" },
                NConcurrentTrials = Runs,
            });
            var working = await Eventually.Get(
                () => ChildrenAsync(client, run.Id), all => all.Count == Runs && all.All(child => child.Step is ScenarioRunStep.Agent), Deadline);
            var victim = round % cluster.Silos.Count;
            var affected = new List<string>();
            foreach (var child in working)
            {
                if ((await client.Devboxes.GetAsync(child.DevboxId)).Node == $"n{victim + 1}")
                    affected.Add(child.Id);
            }

            await cluster.Silos[victim].KillAsync();
            var killed = Stopwatch.GetTimestamp();
            var again = new List<double>();
            foreach (var id in affected)
            {
                await Eventually.Get(
                    () => Persistence.AskAsync(() => client.ScenarioRuns.GetAsync(id)),
                    child => child is { Attempt: 2, Step: ScenarioRunStep.Agent }, Deadline);
                again.Add(Stopwatch.GetElapsedTime(killed).TotalSeconds);
            }

            var others = (await ChildrenAsync(client, run.Id)).Count(child => !affected.Contains(child.Id) && child.Attempt > 1);
            Console.WriteLine(FormattableString.Invariant(
                $"killed n{victim + 1}: {affected.Count} runs affected, the last works again after {again.DefaultIfEmpty().Max():0.0} s; {others} other runs began anew"));
            await Persistence.AskAsync(() => client.BenchmarkRuns.CancelAsync(run.Id));
            await cluster.Silos[victim].StartAgainAsync();
            await Eventually.Get(cluster.ContainersAsync, containers => containers.Count == 0, TimeSpan.FromMinutes(5));
        }
    }

    private static async Task<string> BenchmarkAsync(BenchClient client)
    {
        var scenario = await client.Scenarios.CreateAsync(new ScenarioCreateRequest
        {
            Name = "waits",
            InputContext = new InputContext { ProblemStatement = "Wait." },
            ScoringContract = new ScoringContract
            {
                ScoringFunctionParameters = [new ScoringFunction { Name = "one", Weight = 1, Scorer = new BashScriptScorer { BashScript = "echo 1.0" } }],
            },
        });
        var ids = new List<string> { scenario.Id };
        while (ids.Count < Runs)
        {
            ids.Add((await client.Scenarios.CreateAsync(new ScenarioCreateRequest
            {
                Name = $"waits-{ids.Count}", InputContext = scenario.InputContext, ScoringContract = scenario.ScoringContract,
            })).Id);
        }

        return (await client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = "recovery", ScenarioIds = ids })).Id;
    }

    private static async Task<List<ScenarioRunView>> ChildrenAsync(BenchClient client, string run)
    {
        var all = new List<ScenarioRunView>();
        await foreach (var child in client.BenchmarkRuns.ListScenarioRunsAsync(run))
            all.Add(child);
        return all;
    }
}
