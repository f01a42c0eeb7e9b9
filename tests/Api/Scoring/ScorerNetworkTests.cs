using System.Text.Json;
using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.Scoring;

/// <summary>What scorers can reach, in real devboxes.</summary>
public sealed class ScorerNetworkTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    /// <summary>Scores 1 with a way out, 0.5 without one; either way loopback must work.</summary>
    private const string Look = """
        python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); socket.create_connection(s.getsockname(), 5)' || exit 1
        if grep -q ^eth /proc/net/route; then echo 1; else echo 0.5; fi
        """;

    [Theory]
    [InlineData(null, "clean", 1, 0.5, 1)]
    [InlineData(NetworkMode.NoNetwork, "clean", 1, 0.5, 0.5)]
    [InlineData(NetworkMode.NoNetwork, "same", 1, 0.5, 0.5)]
    public async Task A_scorer_has_the_network_that_it_asks_for_else_the_devboxs(NetworkMode? mode, string scoreIn, double asked, double refused, double silent)
    {
        var type = await ScorerAsync();
        var request = ApiFixture.RequestOf("network", Custom(type, "true"), Custom(type, "false"), Custom(type, null), new BashScriptScorer { BashScript = Look });
        var scenario = await api.Client.Scenarios.CreateAsync(request with
        {
            Metadata = new Dictionary<string, string> { ["score_in"] = scoreIn },
            EnvironmentParameters = new ScenarioEnvironment { LaunchParameters = new LaunchParameters { NetworkMode = mode } },
        });

        var (_, runs) = await api.RunAsync(new AgentSpec { Type = AgentKind.Nop }, scenario);

        var run = runs[scenario.Id];
        Assert.True(run.State is ScenarioRunState.Completed, run.FailureReason);
        var results = run.ScoringContractResult!.ScoringFunctionResults;
        Assert.All(results, result => Assert.True(result.State is ScoringState.Complete, result.Output));
        Assert.Equal([asked, refused, silent, silent], results.Select(result => result.Score));
    }

    [Fact]
    public async Task Beside_what_the_agent_has_left_running_the_network_is_not_changed()
    {
        var scenario = await api.Client.Scenarios.CreateAsync(ApiFixture.RequestOf("live", Custom(await ScorerAsync(), "true")) with
        {
            Metadata = new Dictionary<string, string> { ["score_in"] = "live" },
        });

        var (_, runs) = await api.RunAsync(new AgentSpec { Type = AgentKind.Nop }, scenario);

        var result = Assert.Single(runs[scenario.Id].ScoringContractResult!.ScoringFunctionResults);
        Assert.Equal(ScoringState.Error, result.State);
        Assert.Contains("scorer_params.network cannot be had with score_in 'live'", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anything_but_true_or_false_is_refused()
    {
        var type = await ScorerAsync();
        var (status, message) = await api.PostAsync("/v1/scenarios", $$$"""
            {"name":"n","input_context":{"problem_statement":"p"},"scoring_contract":{"scoring_function_parameters":[
            {"name":"f","weight":1,"scorer":{"type":"custom_scorer","custom_scorer_type":"{{{type}}}","scorer_params":{"network":"yes"} } }] } }
            """);

        Assert.Equal(422, status);
        Assert.Contains("scorer_params.network: must be true or false.", message, StringComparison.Ordinal);
    }

    private static CustomScorer Custom(string type, string? network) => new()
    {
        CustomScorerType = type, ScorerParams = network is null ? null : new RawJson($$"""{"network":{{network}}}"""),
    };

    private async Task<string> ScorerAsync()
    {
        var type = $"network-{Guid.NewGuid():n}";
        var (status, message) = await api.PostAsync("/v1/scenarios/scorers", JsonSerializer.Serialize(new { type, bash_script = Look }));
        Assert.True(status == 200, message);
        return type;
    }
}
