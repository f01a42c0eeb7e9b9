using BenchCluster.BenchmarkRuns;
using BenchCluster.Client;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.BenchmarkRuns;

public sealed class RunWatcherTests
{
    private readonly InstantTime _time = new();

    private readonly FakeServer _server = new FakeServer()
        .OnEach(
            "GET /v1/benchmark_runs/bmr_1",
            () => ApiObjects.Run(state: BenchmarkRunState.Running, total: 5000, scored: 1),
            () => ApiObjects.Run(total: 5000))
        .On("GET /v1/benchmark_runs/bmr_1/scenario_runs", request => new Dictionary<string, object>
        {
            ["runs"] = request.Query.Contains("state=scoring", StringComparison.Ordinal) ? [] : new[] { ApiObjects.ScenarioRun() },
            ["has_more"] = false,
        });

    [Theory]
    [InlineData(true, 1 + 2)]
    [InlineData(false, 1)]
    public async Task What_goes_on_is_asked_for_only_when_somebody_sees_it(bool wantsDetails, int requests)
    {
        await WatchAsync(wantsDetails);

        Assert.Equal(requests, _server.Requests.Count(request => request.Route.EndsWith("/scenario_runs", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_large_run_is_looked_at_less_often()
    {
        var start = _time.GetTimestamp();

        await WatchAsync(wantsDetails: false);

        Assert.Equal(TimeSpan.FromSeconds(20), _time.GetElapsedTime(start));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(200, 1)]
    [InlineData(1000, 5)]
    [InlineData(100_000, 10)]
    public void The_pause_between_looks_grows_with_what_is_looked_at(int things, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PollPauses.For(things));

    [Fact]
    public async Task A_run_that_has_ended_is_not_looked_at_again()
    {
        using var client = Client();

        var reports = await new RunWatcher(client, _time, [ApiObjects.Run(score: 1)], wantsDetails: true).WatchAsync(CancellationToken.None);

        Assert.Equal(1, Assert.Single(reports).BenchmarkRun.Score);
        Assert.DoesNotContain(_server.Requests, request => request.Route == "GET /v1/benchmark_runs/bmr_1");
    }

    private async Task WatchAsync(bool wantsDetails)
    {
        using var client = Client();
        var run = ApiObjects.Run(state: BenchmarkRunState.Running, total: 5000, scored: 0);
        await new RunWatcher(client, _time, [run], wantsDetails).WatchAsync(CancellationToken.None);
    }

    private BenchClient Client() => new(new BenchClientOptions { BaseUrl = new Uri("http://fake.test") }, _server);
}
