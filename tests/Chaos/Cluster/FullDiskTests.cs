using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Nodes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.Chaos;

/// <summary>A node whose disk is full for a while.</summary>
public sealed class FullDiskTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_run_that_is_to_be_scored_waits_for_space_and_has_the_score_that_it_has_otherwise()
    {
        await using var cluster = await ChaosCluster.StartAsync(1, _ => null, network: null, diskMiB: 128, "--Bench:Slots=2", "--Bench:LeastFreeDiskMiB=16");
        using var client = cluster.NewClient();
        var silo = cluster.Silos[0];
        var scenario = await client.Scenarios.CreateAsync(new ScenarioCreateRequest
        {
            Name = "half",
            InputContext = new InputContext { ProblemStatement = "Wait." },
            ScoringContract = new ScoringContract
            {
                ScoringFunctionParameters = [new ScoringFunction { Name = "half", Weight = 1, Scorer = new BashScriptScorer { BashScript = "echo 0.5" } }],
            },
        });
        var benchmark = await client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = "full disk", ScenarioIds = [scenario.Id] });
        var started = await client.Benchmarks.StartRunAsync(new StartBenchmarkRunRequest
        {
            BenchmarkId = benchmark.Id,
            Agent = new AgentSpec { Type = AgentKind.Command, Command = "touch /tmp/began; while [ ! -e /tmp/go ]; do sleep 0.05; done" },
        });
        var began = (await Eventually.Get(() => RunningDevboxAsync(client), devbox => devbox is not null, Deadline))!;
        await Eventually.Get(
            () => client.Executions.ExecuteAsync(began.Id, new ExecuteRequest { Command = "test -e /tmp/began" }), ended => ended.ExitStatus == 0, Deadline);

        await FullDisk.FillAsync(silo.Data);
        var output = await client.Executions.ExecuteAsync(began.Id, new ExecuteRequest { Command = "touch /tmp/go; echo gone on" });
        await Eventually.Get(
            () => Task.FromResult(silo.Log), log => log.Contains("ScoreFunction", StringComparison.Ordinal) && log.Contains("no space is left", StringComparison.Ordinal), Deadline);
        FullDisk.Empty(silo.Data);

        Assert.Equal(0, output.ExitStatus);
        var ended = await Eventually.Get(() => client.BenchmarkRuns.GetAsync(started.Id), seen => seen.State is not BenchmarkRunState.Running, Deadline);
        Assert.Equal((BenchmarkRunState.Completed, 0.5), (ended.State, ended.Score));
        var run = await OnlyRunAsync(client, started.Id);
        Assert.Equal((ScenarioRunState.Completed, 1), (run!.State, run.Attempt));
        await Eventually.Get(cluster.ContainersAsync, containers => containers.Count == 0, Deadline);
    }

    [Fact]
    public async Task A_node_without_space_gets_no_new_devboxes_and_gets_those_that_wait_when_there_is_space_again()
    {
        await using var cluster = await ChaosCluster.StartAsync(1, _ => null, network: null, diskMiB: 128, "--Bench:Slots=2", "--Bench:LeastFreeDiskMiB=16");
        using var client = cluster.NewClient();
        await FullDisk.FillAsync(cluster.Silos[0].Data);
        await Eventually.Get(() => NodeAsync(client), node => !node.TakesDevboxes && node.FreeDiskBytes == 0, Deadline);

        var created = await client.Devboxes.CreateAsync(new DevboxCreateRequest());
        var waiting = await Eventually.Get(() => client.Devboxes.GetAsync(created.Id), devbox => devbox.QueuePosition is not null, Deadline);
        FullDisk.Empty(cluster.Silos[0].Data);
        var settled = await client.Devboxes.WaitUntilSettledAsync(created.Id);

        Assert.Equal(DevboxStatus.Queued, waiting.Status);
        Assert.True(settled.Status is DevboxStatus.Running, $"{settled.Status}: {settled.FailureMessage}");
        Assert.True((await NodeAsync(client)).TakesDevboxes);
        await client.Devboxes.ShutdownAsync(created.Id);
        await Eventually.Get(cluster.ContainersAsync, containers => containers.Count == 0, Deadline);
    }

    private static async Task<NodeView> NodeAsync(BenchClient client)
    {
        await foreach (var node in client.Nodes.ListAsync())
            return node;
        throw new InvalidOperationException("There is no node.");
    }

    private static async Task<DevboxView?> RunningDevboxAsync(BenchClient client)
    {
        await foreach (var devbox in client.Devboxes.ListAsync())
        {
            if (devbox.Status is DevboxStatus.Running)
                return devbox;
        }

        return null;
    }

    private static async Task<ScenarioRunView?> OnlyRunAsync(BenchClient client, string benchmarkRun)
    {
        await foreach (var run in client.BenchmarkRuns.ListScenarioRunsAsync(benchmarkRun))
            return run;
        return null;
    }
}
