using System.Text;
using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.Commands;
using BenchCluster.Resources;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Commands;

public sealed class JobCommandTests : IDisposable
{
    private const string Yaml = "agents: [{name: oracle}, {name: nop}]\n";

    private static readonly BenchmarkJobView Started = new()
    {
        Id = "bmj_06cny4s0000000000000000000",
        CreateTimeMs = 0,
        Name = "nightly",
        State = BenchmarkJobState.Queued,
        JobSpec = new JobSpec { AgentConfigs = [new JobAgentConfig { Name = "oracle" }, new JobAgentConfig { Name = "nop" }], ScenarioIds = ["scn_1"] },
        Notes = ["environment.type has no effect."],
    };

    private readonly FakeServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_job_file_is_run_and_its_scores_are_shown()
    {
        _server.On("POST /v1/benchmark_jobs", Started)
            .OnEach(
                $"GET /v1/benchmark_jobs/{Started.Id}",
                () => Started with { State = BenchmarkJobState.Running, InProgressRuns = [Going("bmr_1")] },
                () => Started with { State = BenchmarkJobState.Running, InProgressRuns = [Going("bmr_1"), Going("bmr_2")] });
        Ends("bmr_1", ApiObjects.Oracle, 1);
        Ends("bmr_2", ApiObjects.Nop, 0);
        using var bench = new BenchProcess(_server) { Input = new MemoryStream(Encoding.UTF8.GetBytes(Yaml)) };

        var status = await bench.RunLineAsync("job run - --name nightly");

        Assert.Equal(ExitStatus.Done, status);
        Assert.Equal("TASK   oracle    nop\nhello   1.000  0.000\nscore   1.000  0.000\n", bench.Out);
        Assert.Contains("note: environment.type has no effect.", bench.Error, StringComparison.Ordinal);
        Assert.Contains($"bench job show {Started.Id}", bench.Error, StringComparison.Ordinal);
        var request = _server.Requests.Single(r => r.Route == "POST /v1/benchmark_jobs").Read<BenchmarkJobCreateRequest>();
        Assert.Equal(("nightly", Yaml), (request.Name, Assert.IsType<HarborJobSpec>(request.Spec).InlineYaml));
    }

    [Fact]
    public async Task Detached_it_prints_the_id()
    {
        _server.On("POST /v1/benchmark_jobs", Started);
        using var bench = new BenchProcess(_server) { Input = new MemoryStream(Encoding.UTF8.GetBytes(Yaml)) };

        Assert.Equal(ExitStatus.Done, await bench.RunLineAsync("job run - --detach"));
        Assert.Equal($"{Started.Id}\n", bench.Out);
    }

    [Fact]
    public async Task A_job_that_fails_before_its_runs_start_says_why()
    {
        _server.On("POST /v1/benchmark_jobs", Started)
            .On($"GET /v1/benchmark_jobs/{Started.Id}", Started with { State = BenchmarkJobState.Failed, FailureReason = "There is no secret 'KEY'." });
        using var bench = new BenchProcess(_server) { Input = new MemoryStream(Encoding.UTF8.GetBytes(Yaml)) };

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("job run -"));
        Assert.Contains($"error: The job {Started.Id} is failed: There is no secret 'KEY'.", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("job run /nowhere/job.yaml"));
        Assert.Contains("/nowhere/job.yaml", bench.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task What_failed_is_shown_with_its_class_and_reason()
    {
        _server.On($"GET /v1/benchmark_jobs/{Started.Id}", Started with
        {
            State = BenchmarkJobState.Completed,
            BenchmarkOutcomes =
            [
                new BenchmarkOutcome
                {
                    AgentName = "oracle", BenchmarkRunId = "bmr_1", NCompleted = 1, NFailed = 1, NTimeout = 0, AverageScore = 1,
                    ScenarioOutcomes =
                    [
                        new ScenarioOutcome { ScenarioDefinitionId = "scn_1", ScenarioName = "hello", State = ScenarioOutcomeState.Completed, Score = 1 },
                        new ScenarioOutcome
                        {
                            ScenarioDefinitionId = "scn_2", ScenarioName = "broken", State = ScenarioOutcomeState.Failed,
                            FailureReason = new ScenarioFailure { ExceptionType = "EnvironmentError", ExceptionMessage = "No image." },
                        },
                    ],
                },
            ],
        });
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Done, await bench.RunLineAsync($"job show {Started.Id}"));
        Assert.Matches("oracle +bmr_1 +1 +1 +0 +1.000", bench.Out);
        Assert.Matches("oracle +broken +FAILED +EnvironmentError +No image\\.", bench.Out);
        Assert.DoesNotContain("hello", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_are_listed_and_canceled()
    {
        _server.OnList("GET /v1/benchmark_jobs", "jobs", Started)
            .On($"POST /v1/benchmark_jobs/{Started.Id}/cancel", Started with { State = BenchmarkJobState.Cancelled });
        using var list = new BenchProcess(_server);
        using var cancel = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Done, await list.RunLineAsync("job list"));
        Assert.Equal(ExitStatus.Done, await cancel.RunLineAsync($"job cancel {Started.Id}"));
        Assert.Matches($"{Started.Id} +nightly +queued +2 +1 ", list.Out);
        Assert.Equal($"{Started.Id} cancelled\n", cancel.Out);
    }

    private static InProgressRun Going(string id) => new() { BenchmarkRunId = id, StartTimeMs = 0, State = BenchmarkRunState.Running };

    private void Ends(string id, AgentSpec agent, double score) => _server
        .On($"GET /v1/benchmark_runs/{id}", ApiObjects.Run(id, agent, score: score))
        .OnList($"GET /v1/benchmark_runs/{id}/scenario_runs", "runs", ApiObjects.ScenarioRun(score: score));
}
