using BenchCluster.Blueprints;
using BenchCluster.Client;
using BenchCluster.Client.Blueprints;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Blueprints;

public sealed class BuildWatcherTests
{
    private readonly InstantTime _time = new();

    [Fact]
    public async Task It_waits_until_every_build_has_ended_well_or_badly()
    {
        var server = new FakeServer()
            .OnEach(
                "GET /v1/blueprints/bpt_1",
                () => ApiObjects.Blueprint(status: BlueprintStatus.Queued), () => ApiObjects.Blueprint(status: BlueprintStatus.Building),
                () => throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused"),
                () => ApiObjects.Blueprint())
            .On("GET /v1/blueprints/bpt_2", ApiObjects.Blueprint("bpt_2", status: BlueprintStatus.Failed));
        using var client = Client(server);

        var builds = await new BuildWatcher(client, _time, ["bpt_1", "bpt_2"]).WaitAsync(CancellationToken.None);

        Assert.Equal([BlueprintStatus.BuildComplete, BlueprintStatus.Failed], builds.Select(build => build.Status));
        Assert.Single(server.Requests, request => request.Route == "GET /v1/blueprints/bpt_2");
    }

    [Fact]
    public async Task Its_progress_names_what_is_being_built()
    {
        var server = new FakeServer()
            .On("GET /v1/blueprints/bpt_1", ApiObjects.Blueprint())
            .On("GET /v1/blueprints/bpt_2", ApiObjects.Blueprint("bpt_2", "harbor-sort", BlueprintStatus.Building))
            .On("GET /v1/blueprints/bpt_3", ApiObjects.Blueprint("bpt_3", status: BlueprintStatus.Failed));
        using var client = Client(server);
        using var stop = new CancellationTokenSource();
        var watcher = new BuildWatcher(client, _time, ["bpt_1", "bpt_2", "bpt_3"]);
        var looks = 0;
        server.On("GET /v1/blueprints/bpt_2", _ =>
        {
            if (++looks == 2)
                stop.Cancel();
            return ApiObjects.Blueprint("bpt_2", "harbor-sort", BlueprintStatus.Building);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watcher.WaitAsync(stop.Token));

        var bar = Assert.Single(watcher.Frame().Bars);
        Assert.Equal("1 of 3 built, 1 failed, building harbor-sort", bar.Counts);
        Assert.Equal((1, 1, 1, 3), (bar.Good, bar.Bad, bar.Active, bar.Total));
    }

    [Fact]
    public async Task Nothing_to_wait_for_is_no_wait() =>
        Assert.Empty(await new BuildWatcher(Client(new FakeServer()), _time, []).WaitAsync(CancellationToken.None));

    private static BenchClient Client(FakeServer server) =>
        new(new BenchClientOptions { BaseUrl = new Uri("http://fake.test") }, server);
}
