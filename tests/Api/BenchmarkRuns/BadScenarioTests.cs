using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.BenchmarkRuns;

/// <summary>What can be wrong with a scenario: each ends in a clear failure of its own, and the rest goes on.</summary>
public sealed class BadScenarioTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly AgentSpec Nothing = new() { Type = AgentKind.Nop };

    [Fact]
    public async Task Scorers_that_give_no_score_are_errors_with_a_reason_and_the_others_still_count()
    {
        var scenario = await api.ScenarioAsync(
            "bad scorers",
            new BashScriptScorer { BashScript = "true" },
            new BashScriptScorer { BashScript = "echo score=1.7" },
            new BashScriptScorer { BashScript = "echo NaN" },
            new BashScriptScorer { BashScript = "echo fine" },
            new CommandScorer { Command = "true" });

        var (run, runs) = await api.RunAsync(Nothing, scenario);

        var result = runs[scenario.Id].ScoringContractResult!;
        Assert.Equal(0.2, result.Score, 10);
        Assert.Equal(0.2, run.Score!.Value, 10);
        string[] reasons = ["printed nothing", "out of range", "no number", "no number"];
        for (var i = 0; i < reasons.Length; i++)
        {
            Assert.Equal((ScoringState.Error, 0), (result.ScoringFunctionResults[i].State, result.ScoringFunctionResults[i].Score));
            Assert.Contains(reasons[i], result.ScoringFunctionResults[i].Output, StringComparison.Ordinal);
        }

        Assert.Equal(ScoringState.Complete, result.ScoringFunctionResults[4].State);
    }

    [Fact]
    public async Task A_scorer_that_never_ends_is_killed_with_all_that_it_started()
    {
        var request = ApiFixture.RequestOf("endless", new BashScriptScorer { BashScript = "setsid sleep 1000 & sleep 1000" }) with { ScorerTimeoutSec = 2 };
        var scenario = await api.Client.Scenarios.CreateAsync(request);

        var (_, runs) = await api.RunAsync(Nothing, scenario);

        var result = Assert.Single(runs[scenario.Id].ScoringContractResult!.ScoringFunctionResults);
        Assert.Equal(ScoringState.Error, result.State);
        Assert.Contains("did not end", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_does_not_exist_fails_its_run_and_no_other()
    {
        var good = await api.ScenarioAsync("good", new CommandScorer { Command = "true" });
        var bad = await api.Client.Scenarios.CreateAsync(ApiFixture.RequestOf("no image", new CommandScorer { Command = "true" }) with
        {
            EnvironmentParameters = new ScenarioEnvironment { Image = "benchcluster/there-is-no-such-image:1" },
        });

        var (run, runs) = await api.RunAsync(Nothing, bad, good);

        Assert.Equal(ScenarioRunState.Failed, runs[bad.Id].State);
        Assert.Contains("there-is-no-such-image", runs[bad.Id].FailureReason, StringComparison.Ordinal);
        Assert.Equal(1, runs[good.Id].ScoringContractResult?.Score);
        Assert.Equal((0.5, 1, 1), (run.Score, run.Progress.Scored, run.Progress.Failed));
    }

    [Theory]
    [InlineData("a fork bomb", "bomb() { bomb | bomb & }; bomb; sleep 100")]
    [InlineData("a gigabyte of output", "head -c 1073741824 /dev/zero | tr '\\0' x")]
    [InlineData("all the memory", "python3 -c 'x = bytearray(10 << 30)'")]
    public async Task An_agent_that_takes_all_it_can_is_scored_all_the_same(string name, string command)
    {
        var scenario = await api.Client.Scenarios.CreateAsync(ApiFixture.RequestOf(name, new BashScriptScorer { BashScript = "echo 0.5" }) with
        {
            EnvironmentParameters = new ScenarioEnvironment { LaunchParameters = new LaunchParameters { ResourceSizeRequest = ResourceSize.XSmall } },
        });

        var (_, runs) = await api.RunAsync(new AgentSpec { Type = AgentKind.Command, Command = command, TimeoutSeconds = 20 }, scenario);

        var run = runs[scenario.Id];
        Assert.True(run.State is ScenarioRunState.Completed, $"{run.State}: {run.FailureReason}");
        Assert.Equal(0.5, run.ScoringContractResult!.Score);
    }

    [Fact]
    public async Task A_container_that_is_killed_gives_its_run_another_one()
    {
        var scenario = await api.ScenarioAsync("killed", new CommandScorer { Command = "true" });
        var running = api.RunAsync(new AgentSpec { Type = AgentKind.Command, Command = "sleep 3" }, scenario);
        var devbox = await Eventually.Get(() => AgentsDevboxAsync(scenario.Id), id => id is not null);
        await Silos.DockerCommand.RunAsync("kill", $"bench-{api.Silo.ClusterId}-{devbox}-1");

        var (_, runs) = await running;

        Assert.Equal((ScenarioRunState.Completed, 2), (runs[scenario.Id].State, runs[scenario.Id].Attempt));
        Assert.Equal(1, runs[scenario.Id].ScoringContractResult!.Score);
    }

    /// <summary>The devbox in which the agent of the scenario's run works; null while it does not.</summary>
    private async Task<string?> AgentsDevboxAsync(string scenarioId)
    {
        await foreach (var run in api.Client.ScenarioRuns.ListAsync(scenarioId))
            return run.Step is ScenarioRunStep.Agent ? run.DevboxId : null;
        return null;
    }
}
