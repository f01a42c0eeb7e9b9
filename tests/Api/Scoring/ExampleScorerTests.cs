using System.Diagnostics;
using System.Globalization;
using BenchCluster.Tests.Commands;
using BenchCluster.Tests.Models;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Scoring;

/// <summary>The examples of <c>examples/scorers</c>, made and run as their README says.</summary>
public sealed class ExampleScorerTests : IAsyncLifetime
{
    private readonly ScriptedModel _model = new() { Answer = number => (200, $"{{\"score\": {(number == 0 ? "0.5" : "0.8")}, \"reason\": \"simple words\"}}") };
    private SiloProcess? _silo;

    public async Task InitializeAsync() => _silo = await SiloProcess.StartAsync("--Bench:Slots=4", $"--Bench:JudgeEndpoints={_model.Url}");

    public async Task DisposeAsync()
    {
        _model.Dispose();
        if (_silo is not null)
            await _silo.DisposeAsync();
    }

    [Fact]
    public async Task Each_scores_what_its_readme_says()
    {
        var agent = await File.ReadAllTextAsync(Path.Combine(Examples, "tests-and-cost", "agent.sh"));

        var scores = await Task.WhenAll(
            RunAsync("tests-and-cost", agent),
            RunAsync("answer-length", "echo A process with its own view of the system >answer.txt"),
            RunAsync("judge", "echo Blue light bounces around in the air the most. >answer.md"));

        Assert.Equal(["0.96", "1", "0.7"], scores);
        Assert.Equal(3, _model.Asked.Count);
        Assert.All(_model.Asked, asked => Assert.Equal("Bearer sk-judge", asked.Key));
        Assert.Contains("bounces around", _model.Asked.First().Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_expensive_or_long_scores_less()
    {
        var agent = await File.ReadAllTextAsync(Path.Combine(Examples, "tests-and-cost", "agent.sh"));

        var (priced, measured) = (await CreateAsync("tests-and-cost"), await CreateAsync("answer-length"));

        var scores = await Task.WhenAll(
            ScoreAsync(priced, agent.Replace("0.02", "0.3", StringComparison.Ordinal)),
            ScoreAsync(priced, agent.Replace("title.lower()", "title", StringComparison.Ordinal)),
            ScoreAsync(priced, "true"),
            ScoreAsync(measured, "printf 'word %.0s' $(seq 40) >answer.txt"),
            ScoreAsync(measured, "true"));

        Assert.Equal(["0.8", "0.16", "0", "0.5", "0"], scores);
    }

    private static string Examples => Path.Combine(Repository.Root, "examples", "scorers");

    /// <summary>Makes an example's benchmark and runs it; its score.</summary>
    private async Task<string> RunAsync(string example, string agent) => await ScoreAsync(await CreateAsync(example), agent);

    private async Task<string> ScoreAsync(string benchmark, string agent)
    {
        var (status, report) = await BenchCommands.JsonAsync(_silo!, "run", benchmark, "--agent", agent);
        Assert.True(status == 0, report.ToString());
        var score = report[0].GetProperty("benchmark_run").GetProperty("score").GetDouble();
        return score.ToString("0.####", CultureInfo.InvariantCulture);
    }

    private async Task<string> CreateAsync(string example)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Examples, "create.py"));
        start.ArgumentList.Add(example);
        start.Environment["RUNLOOP_BASE_URL"] = _silo!.BaseUrl.ToString();
        start.Environment["RUNLOOP_API_KEY"] = _silo.ApiKey;
        start.Environment["JUDGE_URL"] = _model.Url;
        start.Environment["JUDGE_KEY"] = "sk-judge";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("python3 could not be started.");
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output.Trim();
    }
}
