using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Client;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.Chaos;

/// <summary>
/// Runs a benchmark again and again. Each scenario has a score of its own, which it gives only when the agent ran
/// exactly once in the environment that is scored.
/// </summary>
internal sealed class BenchmarkWorkload(BenchClient client, ChaosHistory history)
{
    private const int AttemptsAtMost = 3;
    private static readonly double[] Scores = [1, 0.5, 0.25, 0];
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(6);
    private readonly Dictionary<string, double> _expected = [];
    private string _benchmark = "";

    /// <summary>Makes the benchmark; before anything is broken.</summary>
    public async Task PrepareAsync()
    {
        foreach (var score in Scores)
        {
            var scenario = await client.Scenarios.CreateAsync(new ScenarioCreateRequest
            {
                Name = FormattableString.Invariant($"scored-{score}"),
                InputContext = new InputContext { ProblemStatement = "Run once." },
                ScoringContract = new ScoringContract
                {
                    ScoringFunctionParameters =
                    [
                        new ScoringFunction
                        {
                            Name = "once",
                            Weight = 1,
                            Scorer = new BashScriptScorer
                            {
                                BashScript = FormattableString.Invariant($"sleep 0.5; [ \"$(wc -l </tmp/ran)\" = 1 ] && echo {score:0.0##} || echo 0.9"),
                            },
                        },
                    ],
                },
            });
            _expected.Add(scenario.Id, score);
        }

        _benchmark = (await client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = "chaos", ScenarioIds = [.. _expected.Keys] })).Id;
    }

    /// <summary>Goes on until canceled; the last run is seen through.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            string id;
            try
            {
                id = (await client.Benchmarks.StartRunAsync(new StartBenchmarkRunRequest
                {
                    BenchmarkId = _benchmark,
                    Agent = new AgentSpec { Type = AgentKind.Command, Command = "echo ran >>/tmp/ran; sleep 2" },
                    NConcurrentTrials = Scores.Length,
                }, CancellationToken.None)).Id;
            }
            catch (BenchApiException e) when (Persistence.MayPass(e))
            {
                // Whether it was started is not known; if it was, it is found at the end.
                continue;
            }

            await FollowAsync(id);
        }
    }

    /// <summary>Every run that there is, also those whose start was never answered.</summary>
    public async Task CollectAsync()
    {
        var runs = await Persistence.AskAsync(async () => await ListAsync(client.BenchmarkRuns.ListAsync()));
        foreach (var run in runs)
        {
            history.Started.Add(new StartedRun(run.Id, _expected));
            await FollowAsync(run.Id);
            var children = await Persistence.AskAsync(async () => await ListAsync(client.BenchmarkRuns.ListScenarioRunsAsync(run.Id)));
            history.ScenarioRuns.AddRange(children.Select(child => new EndedScenarioRun(
                child.Id, run.Id, child.ScenarioId, StateOf(child), child.ScoringContractResult?.Score, child.Attempt,
                child.ScoringContractResult?.ScoringFunctionResults.Count ?? 0,
                child is { State: ScenarioRunState.Failed, Attempt: AttemptsAtMost, FailureClass: FailureClass.Infrastructure })));
            foreach (var child in children)
            {
                var grain = await Persistence.AskAsync(() => client.ScenarioRuns.GetAsync(child.Id));
                history.Indexed.Add(new IndexedResource(child.Id, WireJson.NameOf(child.State), WireJson.NameOf(grain.State)));
            }
        }
    }

    private static string StateOf(ScenarioRunView run) =>
        run.FailureReason is null ? WireJson.NameOf(run.State) : $"{WireJson.NameOf(run.State)} ({run.FailureClass} in attempt {run.Attempt}: {run.FailureReason})";

    private async Task FollowAsync(string id) => await Eventually.Get(
        async () =>
        {
            var run = await Persistence.AskAsync(() => client.BenchmarkRuns.GetAsync(id));
            var seen = new SeenRun(id, run.State is not BenchmarkRunState.Running, WireJson.NameOf(run.State), run.Score);
            lock (history.Seen)
                history.Seen.Add(seen);
            if (!seen.HasEnded)
                await Task.Delay(TimeSpan.FromMilliseconds(300));
            return seen;
        },
        seen => seen.HasEnded, LongestRun);

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items)
            all.Add(item);
        return all;
    }
}
