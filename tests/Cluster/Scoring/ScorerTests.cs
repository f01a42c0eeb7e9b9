using System.Text.Json;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Resources;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests.ScenarioRuns;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.Scoring;

public sealed class ScorerTests
{
    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(3, 0.0)]
    public async Task A_command_scores_by_its_exit_status(int status, double score)
    {
        var result = await ScoreAsync(new CommandScorer { Command = "check" }, _ => new SimulatedExit(status, "0.3\n"));

        Assert.Equal((ScoringState.Complete, score, "0.3\n"), (result.State, result.Score, result.Output));
    }

    [Theory]
    [InlineData("thinking\nscore=0.25\n", 0, ScoringState.Complete, 0.25)]
    [InlineData("0.5\n", 9, ScoringState.Complete, 0.5)]
    [InlineData("1.5\n", 0, ScoringState.Error, 0)]
    [InlineData("NaN\n", 0, ScoringState.Error, 0)]
    [InlineData("", 0, ScoringState.Error, 0)]
    public async Task A_bash_script_scores_by_its_last_line(string output, int status, ScoringState state, double score)
    {
        var result = await ScoreAsync(new BashScriptScorer { BashScript = "the script" }, _ => new SimulatedExit(status, output));

        Assert.Equal((state, score), (result.State, result.Score));
    }

    [Fact]
    public async Task A_script_is_there_only_while_it_scores()
    {
        await using var node = await TestNode.StartAsync();
        string? during = null;
        node.Host.Script = _ =>
        {
            during = node.Host.ReadFile(node.Host.Started.Last().DevboxId, "/.bench/run/scoring/0/score.sh");
            return Task.FromResult(new SimulatedExit(0, "1\n"));
        };

        var run = await node.ScoreAsync(ScenarioBuilder.Function(new BashScriptScorer { BashScript = "the script" }));

        Assert.Equal("the script", during);
        Assert.Null(node.Host.ReadFile(run.DevboxId, "/.bench/run/scoring/0/score.sh"));
    }

    [Fact]
    public async Task A_missing_interpreter_is_an_error_that_says_so()
    {
        var result = await ScoreAsync(new BashScriptScorer { BashScript = "x" }, _ => new SimulatedExit(ScorerPrograms.MissingInterpreter, "1.0\n"));

        Assert.Equal((ScoringState.Error, 0.0), (result.State, result.Score));
        Assert.StartsWith("The environment has no bash.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.11.4", ScoringState.Complete)]
    [InlineData("3.9.2", ScoringState.Error)]
    public async Task A_python_script_needs_the_version_that_it_names(string version, ScoringState state)
    {
        var result = await ScoreAsync(
            new PythonScriptScorer { PythonScript = "print(1)", PythonVersionConstraint = ">=3.10" },
            start => new SimulatedExit(0, start.Id.EndsWith("-python", StringComparison.Ordinal) ? $"{version}\n" : "1.0\n"));

        Assert.Equal(state, result.State);
        if (state is ScoringState.Error)
            Assert.Equal("The environment's python3 is 3.9.2, which does not meet '>=3.10'.", result.Output);
    }

    [Fact]
    public async Task Test_files_are_written_below_the_working_directory_and_removed()
    {
        await using var node = await TestNode.StartAsync();
        string? during = null;
        node.Host.Script = start =>
        {
            during = node.Host.ReadFile(node.Host.Started.Last().DevboxId, "/repo/tests/a.py");
            return Task.FromResult(new SimulatedExit(0));
        };
        var scorer = new TestBasedScorer { TestCommand = "pytest", TestFiles = [new TestFile { FilePath = "tests/a.py", FileContents = "assert 1" }] };

        var run = await node.ScoreAsync(ScenarioBuilder.Scenario(ScenarioBuilder.Function(scorer)) with
        {
            EnvironmentParameters = new ScenarioEnvironment { WorkingDirectory = "/repo" },
        });

        Assert.Equal("assert 1", during);
        Assert.Equal(1, run.ScoringContractResult!.Score);
        Assert.Null(node.Host.ReadFile(run.DevboxId, "/repo/tests/a.py"));
    }

    [Fact]
    public async Task Without_a_working_directory_scorers_run_where_the_agent_worked_in_its_users_home()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.AddImage(TestNode.BaseImage, new ImageInfo { Id = "sha256:1", Labels = new Dictionary<string, string> { ["benchcluster.default-user"] = "user" } });
        ProcessStart? scorer = null;
        string? during = null;
        node.Host.Script = start =>
        {
            if (start.Command == "pwd")
                return Task.FromResult(new SimulatedExit(0, start.User == "user" ? "/home/user\n" : "/root\n"));
            scorer = start;
            during = node.Host.ReadFile(node.Host.Started.Last().DevboxId, "/home/user/a.py");
            return Task.FromResult(new SimulatedExit(0));
        };

        await node.ScoreAsync(ScenarioBuilder.Function(new TestBasedScorer { TestCommand = "pytest", TestFiles = [new TestFile { FilePath = "a.py", FileContents = "x" }] }));

        Assert.Equal(("root", "/home/user", "x"), (scorer!.User, scorer.WorkingDirectory, during));
    }

    [Theory]
    [InlineData(0, ScoringState.Complete, 1.0, "")]
    [InlineData(1, ScoringState.Complete, 0.0, "")]
    [InlineData(2, ScoringState.Error, 0.0, "the pattern or the language is wrong")]
    [InlineData(ScorerPrograms.MissingInterpreter, ScoringState.Error, 0.0, "ast-grep is not installed")]
    [InlineData(ScorerPrograms.FailedRequirements, ScoringState.Error, 0.0, "'/src' does not exist")]
    public async Task Ast_grep_scores_by_whether_the_pattern_is_found(int status, ScoringState state, double score, string words)
    {
        var result = await ScoreAsync(new AstGrepScorer { Pattern = "print($A)", SearchDirectory = "/src" }, _ => new SimulatedExit(status));

        Assert.Equal((state, score), (result.State, result.Score));
        Assert.Contains(words, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_custom_scorer_runs_its_registered_script_with_its_parameters()
    {
        await using var node = await TestNode.StartAsync();
        await node.Grains.GetGrain<IScorerGrain>(node.NewId(ResourceKind.Scorer)).Create(new ScorerRequest { Type = "mine", BashScript = "my script" });
        ProcessStart? started = null;
        string? script = null;
        node.Host.Script = start =>
        {
            started = start;
            script = node.Host.ReadFile(node.Host.Started.Last().DevboxId, "/.bench/run/scoring/0/score.sh");
            return Task.FromResult(new SimulatedExit(0, "0.75\n"));
        };

        var run = await node.ScoreAsync(ScenarioBuilder.Function(new CustomScorer
        {
            CustomScorerType = "mine",
            ScorerParams = new RawJson("""{"file_path":"/a"}"""),
        }));

        Assert.Equal(0.75, run.ScoringContractResult!.Score);
        Assert.Equal("my script", script);
        using var context = JsonDocument.Parse(started!.Environment[ScorerContext.VariableName]);
        Assert.Equal("/a", context.RootElement.GetProperty("file_path").GetString());
        Assert.Equal(run.Id, context.RootElement.GetProperty("run").GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_unknown_custom_scorer_is_an_error_that_names_its_type_and_runs_nothing()
    {
        await using var node = await TestNode.StartAsync();

        var run = await node.ScoreAsync(ScenarioBuilder.Function(new CustomScorer { CustomScorerType = "nobodys" }));

        var result = Assert.Single(run.ScoringContractResult!.ScoringFunctionResults);
        Assert.Equal((ScoringState.Error, "No scorer of the type 'nobodys' is registered."), (result.State, result.Output));
        Assert.Empty(node.Host.Started);
    }

    [Fact]
    public async Task A_scorers_file_that_cannot_be_written_is_an_error_of_its_function()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Refuses = path => path == "/proc/a.py" ? new BenchException(BenchError.Forbidden, "/proc/a.py cannot be written") : null;
        var files = new TestBasedScorer { TestCommand = "pytest", TestFiles = [new TestFile { FilePath = "/proc/a.py", FileContents = "x" }] };

        var run = await node.ScoreAsync(
            ScenarioBuilder.Function(files, 0.5, "refused"), ScenarioBuilder.Function(new CommandScorer { Command = "true" }, 0.5, "fine"));

        Assert.Equal(0.5, run.ScoringContractResult!.Score);
        Assert.Equal("/proc/a.py cannot be written", run.ScoringContractResult.ScoringFunctionResults[0].Output);
    }

    [Fact]
    public async Task The_score_is_the_weighted_sum_and_an_error_does_not_stop_the_next_function()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => Task.FromResult(start.Step() switch
        {
            "score-1-0" => new SimulatedExit(0, "0.5\n"),
            "score-1-1" => new SimulatedExit(0, "no number\n"),
            _ => new SimulatedExit(0),
        });

        var run = await node.ScoreAsync(
            ScenarioBuilder.Function(new BashScriptScorer { BashScript = "x" }, 0.5, "half"),
            ScenarioBuilder.Function(new BashScriptScorer { BashScript = "x" }, 0.3, "broken"),
            ScenarioBuilder.Function(new CommandScorer { Command = "true" }, 0.2, "whole"));

        Assert.Equal(0.45, run.ScoringContractResult!.Score, 10);
        Assert.Equal(
            [("half", 0.5), ("broken", 0.0), ("whole", 1.0)],
            run.ScoringContractResult.ScoringFunctionResults.Select(result => (result.ScoringFunctionName, result.Score)));
    }

    [Fact]
    public async Task A_scorer_that_takes_too_long_is_an_error_and_the_time_for_all_of_scoring_is_shared()
    {
        await using var node = await TestNode.StartAsync();
        var limits = new List<TimeSpan>();
        node.Host.Script = start =>
        {
            limits.Add(start.Timeout!.Value);
            return Task.FromResult(new SimulatedExit(137, "1.0\n", IsTimeout: true));
        };

        var run = await node.ScoreAsync(ScenarioBuilder.Scenario(
            ScenarioBuilder.Function(new BashScriptScorer { BashScript = "x" }, 0.5, "one"),
            ScenarioBuilder.Function(new HarborScorer { TestsObjectId = await node.StoreAsync(), TimeoutSeconds = 7 }, 0.5, "two")) with
        {
            ScorerTimeoutSec = 60,
        });

        Assert.All(run.ScoringContractResult!.ScoringFunctionResults, result => Assert.Equal(ScoringState.Error, result.State));
        Assert.Contains("did not end within", run.ScoringContractResult.ScoringFunctionResults[0].Output, StringComparison.Ordinal);
        Assert.InRange(limits[0], TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60));
        Assert.Equal(TimeSpan.FromSeconds(7), limits[1]);
    }

    [Fact]
    public async Task When_the_time_for_scoring_is_over_what_is_left_is_not_run()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        node.Host.Script = _ =>
        {
            clock.Advance(TimeSpan.FromSeconds(61));
            return Task.FromResult(new SimulatedExit(0, "1.0\n"));
        };

        var run = await node.ScoreAsync(ScenarioBuilder.Scenario(
            ScenarioBuilder.Function(new BashScriptScorer { BashScript = "x" }, 0.5, "one"),
            ScenarioBuilder.Function(new BashScriptScorer { BashScript = "x" }, 0.5, "two")) with
        {
            ScorerTimeoutSec = 60,
        });

        Assert.Equal([ScoringState.Complete, ScoringState.Error], run.ScoringContractResult!.ScoringFunctionResults.Select(result => result.State));
        Assert.Contains("no time left", run.ScoringContractResult.ScoringFunctionResults[1].Output, StringComparison.Ordinal);
        Assert.Single(node.Host.Started);
    }

    private static async Task<ScoringFunctionResult> ScoreAsync(ScorerSpec scorer, Func<ProcessStart, SimulatedExit> script)
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => Task.FromResult(script(start));
        var run = await node.ScoreAsync(ScenarioBuilder.Function(scorer));
        return Assert.Single(run.ScoringContractResult!.ScoringFunctionResults);
    }
}
