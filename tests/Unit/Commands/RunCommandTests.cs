using System.Net;
using System.Text.Json;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.Commands;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Commands;

public sealed class RunCommandTests
{
    private readonly FakeServer _server = new FakeServer().OnList("GET /v1/benchmarks", "benchmarks", ApiObjects.Benchmark());

    [Fact]
    public async Task Agents_run_side_by_side_and_their_scores_are_shown()
    {
        StartsOneForEachAgent();
        Ends("bmr_1", ApiObjects.Oracle, 1);
        Ends("bmr_2", ApiObjects.Nop, 0);
        using var bench = new BenchProcess(_server);

        var status = await bench.RunLineAsync("run tasks --agent oracle --agent nop --expect oracle=1 --expect nop=0");

        Assert.Equal(ExitStatus.Done, status);
        Assert.Equal("TASK   oracle    nop\nhello   1.000  0.000\nscore   1.000  0.000\n", bench.Out);
        Assert.Contains("started bmr_1: oracle on tasks, 1 scenario runs", bench.Error, StringComparison.Ordinal);
        Assert.Contains("nop: completed, 1 of 1 scored, 0 failed, score 0.000", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_for_reaches_the_server()
    {
        StartsOneForEachAgent();
        using var bench = new BenchProcess(_server);

        await bench.RunAsync(
            "run", "tasks", "--agent", "./solve --model 'x y'", "-n", "8", "--attempts", "3", "--timeout", "90.5",
            "--env", "KEY=a=b", "--env", "EMPTY=", "--score-in", "same", "--detach");

        var request = _server.Requests.Single(r => r.Route == "POST /v1/benchmarks/start_run").Read<StartBenchmarkRunRequest>();
        Assert.Equal(
            new AgentSpec { Type = AgentKind.Command, Command = "./solve --model 'x y'", TimeoutSeconds = 90.5, Name = "./solve --model 'x y'" },
            request.Agent);
        Assert.Equal(new Dictionary<string, string> { ["score_in"] = "same" }, request.Metadata);
        Assert.Equal(("bmd_1", 8, 3), (request.BenchmarkId, request.NConcurrentTrials, request.NAttempts));
        Assert.Equal(new Dictionary<string, string> { ["KEY"] = "a=b", ["EMPTY"] = "" }, request.RunProfile!.EnvVars);
    }

    [Fact]
    public async Task Detached_it_prints_the_ids_and_looks_no_further()
    {
        StartsOneForEachAgent();
        using var bench = new BenchProcess(_server);

        var status = await bench.RunLineAsync("run tasks --agent oracle --agent nop --detach");

        Assert.Equal(ExitStatus.Done, status);
        Assert.Equal("bmr_1\nbmr_2\n", bench.Out);
        Assert.DoesNotContain(_server.Requests, request => request.Route.StartsWith("GET /v1/benchmark_runs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_benchmark_that_does_not_exist_is_named()
    {
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("run tsks --agent oracle"));
        Assert.StartsWith("error: There is no benchmark 'tsks'.", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_that_differs_from_what_is_expected_fails_after_the_table()
    {
        StartsOneForEachAgent();
        Ends("bmr_1", ApiObjects.Nop, 0.25);
        using var bench = new BenchProcess(_server);

        var status = await bench.RunLineAsync("run tasks --agent nop --expect nop=0");

        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains("hello  0.250", bench.Out, StringComparison.Ordinal);
        Assert.Contains("error: nop on hello: expected 0.000, found 0.250", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_below_the_least_fails()
    {
        StartsOneForEachAgent();
        Ends("bmr_1", ApiObjects.Oracle, 0.25);
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("run tasks --agent oracle --min-score 0.3"));
        Assert.Contains("error: oracle: score 0.250 is below 0.300", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_the_runs_with_their_scenario_runs_and_nothing_else()
    {
        StartsOneForEachAgent();
        Ends("bmr_1", ApiObjects.Oracle, 1);
        using var bench = new BenchProcess(_server);

        await bench.RunLineAsync("run tasks --agent oracle --json");

        using var document = JsonDocument.Parse(bench.Out);
        var report = Assert.Single(document.RootElement.EnumerateArray().ToList());
        Assert.Equal("bmr_1", report.GetProperty("benchmark_run").GetProperty("id").GetString());
        Assert.Equal(1, report.GetProperty("scenario_runs")[0].GetProperty("scoring_contract_result").GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task A_server_that_is_killed_while_watching_is_waited_for()
    {
        StartsOneForEachAgent();
        _server
            .OnEach(
                "GET /v1/benchmark_runs/bmr_1",
                () => ApiObjects.Run(state: BenchmarkRunState.Running, scored: 0),
                () => throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused"),
                () => FakeServer.Refuse(HttpStatusCode.ServiceUnavailable, "starting"),
                () => ApiObjects.Run(score: 1))
            .OnEach(
                "GET /v1/benchmark_runs/bmr_1/scenario_runs",
                () => throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused"),
                () => Page(ApiObjects.ScenarioRun()));
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Done, await bench.RunLineAsync("run tasks --agent oracle"));
        Assert.Contains("hello   1.000", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_detaches_and_says_how_to_come_back()
    {
        StartsOneForEachAgent();
        using var bench = new BenchProcess(_server);
        _server.On("GET /v1/benchmark_runs/bmr_1", _ =>
        {
            bench.Interrupts.Raise();
            return ApiObjects.Run(state: BenchmarkRunState.Running, scored: 0);
        });

        var status = await bench.RunLineAsync("run tasks --agent oracle");

        Assert.Equal(ExitStatus.Interrupted, status);
        Assert.Contains("bench run watch bmr_1", bench.Error, StringComparison.Ordinal);
        Assert.Contains("bench run cancel bmr_1", bench.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Requests, request => request.Route.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watching_a_run_that_was_canceled_fails()
    {
        _server
            .On("GET /v1/benchmark_runs/bmr_1", ApiObjects.Run(state: BenchmarkRunState.Canceled, scored: 0))
            .OnList("GET /v1/benchmark_runs/bmr_1/scenario_runs", "runs");
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("run watch bmr_1"));
        Assert.Contains("the run bmr_1 is canceled", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canceling_several_goes_on_after_one_that_is_refused()
    {
        _server
            .On("POST /v1/benchmark_runs/bmr_1/cancel", FakeServer.Refuse(HttpStatusCode.NotFound, "There is no benchmark run 'bmr_1'."))
            .On("POST /v1/benchmark_runs/bmr_2/cancel", ApiObjects.Run(id: "bmr_2", state: BenchmarkRunState.Canceled));
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("run cancel bmr_1 bmr_2"));
        Assert.Equal("bmr_2 canceled\n", bench.Out);
        Assert.Equal("error: There is no benchmark run 'bmr_1'.\n", bench.Error);
    }

    [Fact]
    public async Task Show_has_the_scenario_runs_in_the_benchmarks_order()
    {
        _server
            .On("GET /v1/benchmark_runs/bmr_1", ApiObjects.Run(score: 0.5, total: 2))
            .OnList(
                "GET /v1/benchmark_runs/bmr_1/scenario_runs", "runs",
                ApiObjects.ScenarioRun("srn_2", "scn_2", "second", score: null, ScenarioRunState.Failed, failure: "no image"),
                ApiObjects.ScenarioRun(id: "srn_1", name: "first"));
        using var bench = new BenchProcess(_server);

        await bench.RunLineAsync("run show bmr_1");

        Assert.Matches("(?s)score +0.500.*first +1 +completed +ended +1.000 +srn_1\nsecond +1 +failed +ended +srn_2  no image\n$", bench.Out);
    }

    [Fact]
    public async Task Show_of_a_scenario_run_has_what_agent_and_scorer_printed()
    {
        var run = ApiObjects.ScenarioRun(score: 0.5) with
        {
            Agent = ApiObjects.Oracle,
            AgentResult = new AgentResult { ExitStatus = 3, Stdout = "agent said\n", Stderr = "", DurationMs = 1500 },
            ScoringContractResult = ApiObjects.Scored(0.5, output: "2 passed\n2 failed\u001b[0m"),
        };
        _server.On("GET /v1/scenarios/runs/srn_1", run);
        using var bench = new BenchProcess(_server);

        await bench.RunLineAsync("run show srn_1");

        Assert.Matches("agent's exit +3\n", bench.Out);
        Assert.Matches("harbor +complete +0.500\n", bench.Out);
        Assert.EndsWith(
            "\nagent, standard output:\nagent said\n\nscorer harbor:\n2 passed\n2 failed\ufffd[0m\n", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_benchmark_called_like_a_verb_is_given_after_two_dashes()
    {
        StartsOneForEachAgent();
        _server.OnList("GET /v1/benchmarks", "benchmarks", ApiObjects.Benchmark("show"));
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Done, await bench.RunLineAsync("run --agent oracle --detach -- show"));
    }

    private static Dictionary<string, object> Page(params object[] runs) => new() { ["runs"] = runs, ["has_more"] = false };

    private void StartsOneForEachAgent()
    {
        var started = 0;
        _server.On("POST /v1/benchmarks/start_run", request => ApiObjects.Run(
            $"bmr_{++started}", request.Read<StartBenchmarkRunRequest>().Agent, BenchmarkRunState.Running, scored: 0));
    }

    private void Ends(string id, AgentSpec agent, double score)
    {
        _server.OnEach(
            $"GET /v1/benchmark_runs/{id}",
            () => ApiObjects.Run(id, agent, BenchmarkRunState.Running, scored: 0), () => ApiObjects.Run(id, agent, score: score));
        _server.OnList($"GET /v1/benchmark_runs/{id}/scenario_runs", "runs", ApiObjects.ScenarioRun(score: score));
    }
}
