using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.Scoring;

/// <summary>Each type of scorer, in a real devbox.</summary>
public sealed class ScorerTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task All_six_types_score_and_their_weights_add_up()
    {
        var type = $"length-{Guid.NewGuid():n}";
        await api.Http.PostAsync(new Uri("/v1/scenarios/scorers", UriKind.Relative), new StringContent(
            $$"""{"type":"{{type}}","bash_script":"python3 -c 'import json,os; print(json.loads(os.environ[\"RL_SCORER_CONTEXT\"])[\"points\"])'"}"""));
        var scenario = await api.ScenarioAsync(
            "all types",
            new CommandScorer { Command = "test \"$(cat answer.txt)\" = 42" },
            new BashScriptScorer { BashScript = "echo noise\necho score=0.5" },
            new PythonScriptScorer { PythonScript = "import os\nprint(0.25 if os.path.exists('answer.txt') else 0)", PythonVersionConstraint = ">=3.9" },
            new TestBasedScorer
            {
                TestCommand = "python3 check/run.py",
                TestFiles = [new TestFile { FilePath = "check/run.py", FileContents = "assert open('answer.txt').read().strip() == '42'" }],
            },
            new CustomScorer { CustomScorerType = type, ScorerParams = new RawJson("""{"points":0.75}""") },
            new AstGrepScorer { Pattern = "print(\\$A)", SearchDirectory = ".", Lang = "python" });

        var (_, runs) = await api.RunAsync(Command("echo 42 > answer.txt; echo 'print(1)' > a.py"), scenario);

        Assert.True(runs[scenario.Id].State is ScenarioRunState.Completed, runs[scenario.Id].FailureReason);
        var results = runs[scenario.Id].ScoringContractResult!;
        Assert.All(results.ScoringFunctionResults, result => Assert.True(result.State is ScoringState.Complete, $"{result.ScoringFunctionName}: {result.Output}"));
        Assert.Equal([1, 0.5, 0.25, 1, 0.75, 1], results.ScoringFunctionResults.Select(result => result.Score));
        Assert.Equal(4.5 / 6, results.Score, 10);
    }

    [Fact]
    public async Task A_scorer_knows_the_scenario_and_the_run()
    {
        const string script = """
            python3 - <<'PY'
            import json, os
            context = json.loads(os.environ["RL_SCORER_CONTEXT"])
            scenario, run = context["scenario"], context["run"]
            good = (scenario["name"] == "context" and scenario["input_context"]["problem_statement"] == "Do it."
                    and scenario["reference_output"] == "the reference" and scenario["metadata"] == {"a": "b"} and run["id"].startswith("srn_"))
            print(1.0 if good else 0.0)
            PY
            """;
        var scenario = await api.Client.Scenarios.CreateAsync(ApiFixture.RequestOf("context", new BashScriptScorer { BashScript = script }) with
        {
            ReferenceOutput = "the reference",
            Metadata = new Dictionary<string, string> { ["a"] = "b" },
        });

        var (_, runs) = await api.RunAsync(new AgentSpec { Type = AgentKind.Nop }, scenario);

        Assert.Equal(1, runs[scenario.Id].ScoringContractResult!.Score);
    }

    [Fact]
    public async Task Nothing_of_the_agent_is_alive_when_the_scorers_run_and_their_files_are_never_seen_by_it()
    {
        // The agent leaves a daemon in a session of its own that looks for scorer files and says what it has found.
        const string spy = "setsid sh -c 'while :; do ls -R /.bench/run/scoring >/tmp/seen 2>/dev/null && touch /tmp/found; sleep 0.01; done' >/dev/null 2>&1 & sleep 0.1";
        var scenario = await api.ScenarioAsync(
            "spied on",
            new BashScriptScorer { BashScript = "sleep 0.2; pgrep -f 'touch /tmp/foun[d]' >/dev/null && echo 0 || echo 1" },
            new CommandScorer { Command = "test ! -e /tmp/found" });

        var (_, runs) = await api.RunAsync(Command(spy), scenario);

        var run = runs[scenario.Id];
        Assert.True(run.ScoringContractResult!.Score == 1, string.Join('\n', run.ScoringContractResult.ScoringFunctionResults));
    }

    [Fact]
    public async Task A_run_that_its_caller_drives_goes_from_ready_to_scored_to_completed()
    {
        var scenario = await api.ScenarioAsync("driven", new CommandScorer { Command = "test -e /home/user/done" });
        var run = await api.Client.Scenarios.StartRunAsync(new StartScenarioRunRequest { ScenarioId = scenario.Id });
        await api.Client.Devboxes.WaitUntilSettledAsync(run.DevboxId);
        await Eventually.Get(() => api.Client.ScenarioRuns.GetAsync(run.Id), r => r.Step is ScenarioRunStep.Ready);
        await api.RunAsync(run.DevboxId, "touch done");

        await api.Client.ScenarioRuns.ScoreAsync(run.Id);
        var scored = await Eventually.Get(() => api.Client.ScenarioRuns.GetAsync(run.Id), r => r.State is not ScenarioRunState.Scoring);
        var completed = await api.Client.ScenarioRuns.CompleteAsync(run.Id);

        Assert.Equal((ScenarioRunState.Scored, 1.0), (scored.State, scored.ScoringContractResult!.Score));
        Assert.Equal(ScenarioRunState.Completed, completed.State);
        Assert.Equal(BenchCluster.Devboxes.DevboxStatus.Shutdown, (await Eventually.Get(() => api.Client.Devboxes.GetAsync(run.DevboxId), d => d.EndTimeMs is not null)).Status);
    }

    private static AgentSpec Command(string command) => new() { Type = AgentKind.Command, Command = command };
}
