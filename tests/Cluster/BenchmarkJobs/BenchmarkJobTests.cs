using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Tests.BenchmarkRuns;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.ScenarioRuns;

namespace BenchCluster.Tests.BenchmarkJobs;

public sealed class BenchmarkJobTests
{
    [Fact]
    public async Task Each_agent_has_a_benchmark_run_and_together_they_keep_to_the_limit()
    {
        await using var node = await TestNode.StartAsync();
        var (now, most) = (0, 0);
        node.Host.Script = async start =>
        {
            if (start.Id.StartsWith("agent-", StringComparison.Ordinal))
                most = Math.Max(most, Interlocked.Increment(ref now));
            var exit = await Scripts.RunAsync(start, TimeSpan.FromMilliseconds(5));
            if (start.Id.StartsWith("score-", StringComparison.Ordinal))
                Interlocked.Decrement(ref now);
            return exit;
        };
        var scenarios = await ScenariosAsync(node, 12);

        var id = await StartAsync(node, Plan(scenarios, agents: 3, concurrency: 4));
        var job = await AwaitAsync(node, id);

        Assert.Equal(BenchmarkJobState.Completed, job.State);
        Assert.Equal(["agent-0", "agent-1", "agent-2"], job.BenchmarkOutcomes!.Select(outcome => outcome.AgentName));
        foreach (var outcome in job.BenchmarkOutcomes!)
        {
            var run = await node.BenchmarkRun(outcome.BenchmarkRunId).Get();
            Assert.Equal((BenchmarkRunState.Completed, 12), (run.State, run.Progress.Scored));
            Assert.Equal(Enumerable.Range(0, 12).Average(Scripts.ScoreOf), run.Score!.Value, 10);
        }

        Assert.InRange(most, 2, 4);
        await node.AwaitNothingLeftAsync();
    }

    [Fact]
    public async Task A_job_whose_silo_is_killed_goes_on_and_scores_every_scenario_once()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => Scripts.RunAsync(start, TimeSpan.FromMilliseconds(5));
        var scenarios = await ScenariosAsync(node, 10);

        var id = await StartAsync(node, Plan(scenarios, agents: 2, concurrency: 1));
        foreach (var moment in (int[])[3, 22, 31])
        {
            await Eventually.Get(() => Task.FromResult(node.Host.Started.Count), count => count >= moment);
            await node.KillSiloAsync();
            await node.StartSiloAsync();
        }

        var job = await AwaitAsync(node, id);
        Assert.Equal((BenchmarkJobState.Completed, 2), (job.State, job.BenchmarkOutcomes!.Count));
        Assert.Equal(20, node.Host.Started.Count(started => started.Step() == "score-1-0"));
        Assert.Equal(node.Host.Started.Count, node.Host.Started.Distinct().Count());
        await node.AwaitNothingLeftAsync();
    }

    [Fact]
    public async Task Canceling_ends_the_run_that_goes_on_and_starts_no_other()
    {
        await using var node = await TestNode.StartAsync();
        var working = new TaskCompletionSource();
        node.Host.Script = async start =>
        {
            working.TrySetResult();
            await Task.Delay(Timeout.Infinite);
            return new SimulatedExit(0);
        };
        var id = await StartAsync(node, Plan(await ScenariosAsync(node, 3), agents: 2, concurrency: 1));
        await working.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await node.Grains.GetGrain<IBenchmarkJobGrain>(id).Cancel();
        var job = await AwaitAsync(node, id);

        Assert.Equal(BenchmarkJobState.Cancelled, job.State);
        var outcome = Assert.Single(job.BenchmarkOutcomes!);
        Assert.Equal(BenchmarkRunState.Canceled, (await node.BenchmarkRun(outcome.BenchmarkRunId).Get()).State);
        await node.AwaitNothingLeftAsync();
    }

    [Theory]
    [InlineData(0, ScenarioRunState.Failed, 1)]
    [InlineData(1, ScenarioRunState.Completed, 2)]
    public async Task A_lost_container_is_tried_again_as_often_as_the_job_says_and_a_low_score_never(int retries, ScenarioRunState expected, int attempts)
    {
        await using var node = await TestNode.StartAsync();
        var hasLost = 0;
        node.Host.Script = async start =>
        {
            if (start.Id.StartsWith("agent-", StringComparison.Ordinal) && Interlocked.Exchange(ref hasLost, 1) == 0)
            {
                node.Engine.TryKill(node.Engine.Containers.Single(container => container.Info.IsRunning).Spec.DevboxId, isTold: true);
                await Task.Delay(Timeout.Infinite);
            }

            return await Scripts.RunAsync(start, TimeSpan.Zero);
        };
        // The scenario of number 0 scores 0.
        var id = await StartAsync(node, Plan(await ScenariosAsync(node, 1), agents: 1, concurrency: 1) with { Policy = new RunPolicy { Retries = retries } });

        var job = await AwaitAsync(node, id);

        var run = await node.ScenarioRun(ResourceId.Child(ResourceKind.ScenarioRun, job.BenchmarkOutcomes![0].BenchmarkRunId, 0)).Get();
        Assert.Equal((expected, attempts), (run.State, run.Attempt));
        Assert.Equal(expected is ScenarioRunState.Completed ? 0 : null, run.ScoringContractResult?.Score);
    }

    [Fact]
    public async Task A_name_is_given_once_and_one_is_made_where_none_is_given()
    {
        await using var node = await TestNode.StartAsync();
        var plan = Plan(await ScenariosAsync(node, 1), agents: 1, concurrency: 1);
        var first = await StartAsync(node, plan with { Name = "nightly" });
        var unnamed = await StartAsync(node, plan);

        var e = await Assert.ThrowsAsync<BenchException>(() => StartAsync(node, plan with { Name = "nightly" }));

        Assert.Equal(BenchError.Conflict, e.Code);
        Assert.StartsWith("subject-", (await AwaitAsync(node, unnamed)).Name, StringComparison.Ordinal);
        await AwaitAsync(node, first);
    }

    private static async Task<IReadOnlyList<string>> ScenariosAsync(TestNode node, int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
            ids.Add(await node.CreateScenarioAsync(Scripts.Numbered(i)));
        return ids;
    }

    private static async Task<string> StartAsync(TestNode node, BenchmarkJobPlan plan)
    {
        var id = node.NewId(ResourceKind.BenchmarkJob);
        await node.Grains.GetGrain<IBenchmarkJobGrain>(id).Create(plan);
        return id;
    }

    private static Task<BenchmarkJobView> AwaitAsync(TestNode node, string id) => Eventually.Get(
        () => node.Grains.GetGrain<IBenchmarkJobGrain>(id).WaitForEnd(TimeSpan.FromSeconds(1), CancellationToken.None),
        job => job.DurationMs is not null && job.InProgressRuns is null,
        TimeSpan.FromSeconds(60));

    private static BenchmarkJobPlan Plan(IReadOnlyList<string> scenarioIds, int agents, int concurrency) => new()
    {
        Subject = "subject",
        Source = new ScenariosJobSource { ScenarioIds = scenarioIds },
        Spec = new JobSpec
        {
            AgentConfigs = [.. Enumerable.Range(0, agents).Select(i => new JobAgentConfig { Name = $"agent-{i}" })],
            ScenarioIds = scenarioIds,
        },
        Agents = [.. Enumerable.Range(0, agents).Select(i => new AgentSpec { Type = AgentKind.Command, Command = "work", Name = $"agent-{i}" })],
        Concurrency = concurrency,
        Policy = new RunPolicy(),
    };
}
