using System.Text.Json;
using BenchCluster.Client.Commands;
using BenchCluster.Devboxes;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Commands;

public sealed class DevboxCommandTests
{
    private readonly FakeServer _server = new FakeServer()
        .On("POST /v1/devboxes", ApiObjects.Devbox(status: DevboxStatus.Provisioning))
        .On("POST /v1/devboxes/dbx_1/wait_for_status", ApiObjects.Devbox());

    [Fact]
    public async Task Create_prints_the_id_and_nothing_else()
    {
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Done, await bench.RunLineAsync("devbox create"));
        Assert.Equal("dbx_1\n", bench.Out);
        Assert.Null(Created().LaunchParameters);
    }

    [Fact]
    public async Task What_is_asked_for_reaches_the_server()
    {
        using var bench = new BenchProcess(_server);

        await bench.RunLineAsync(
            "devbox create --name box --image debian --cpus 2 --memory 4.5 --keep-alive 60 --env A=1 --metadata team=eval --no-wait");

        var request = Created();
        Assert.Equal(("box", "debian"), (request.Name, request.Image));
        Assert.Equal(
            new LaunchParameters { ResourceSizeRequest = ResourceSize.Custom, CustomCpuCores = 2, CustomGbMemory = 4.5, KeepAliveTimeSeconds = 60 },
            request.LaunchParameters);
        Assert.Equal("1", request.EnvironmentVariables!["A"]);
        Assert.Equal("eval", request.Metadata!["team"]);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData("x_small", ResourceSize.XSmall)]
    [InlineData("X-Large", ResourceSize.XLarge)]
    [InlineData("XX_LARGE", ResourceSize.XxLarge)]
    public async Task A_size_is_given_in_any_spelling(string given, ResourceSize expected)
    {
        using var bench = new BenchProcess(_server);

        await bench.RunAsync("devbox", "create", "--size", given);

        Assert.Equal(expected, Created().LaunchParameters!.ResourceSizeRequest);
    }

    [Fact]
    public async Task A_devbox_that_does_not_start_is_a_failure_with_its_reason()
    {
        _server.On("POST /v1/devboxes/dbx_1/wait_for_status", ApiObjects.Devbox(status: DevboxStatus.Failure, failure: "no such image"));
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("devbox create"));
        Assert.Equal("error: dbx_1 did not start: no such image\n", bench.Error);
    }

    [Fact]
    public async Task List_prints_the_apis_objects_as_json()
    {
        _server.OnList("GET /v1/devboxes", "devboxes", ApiObjects.Devbox());
        using var bench = new BenchProcess(_server);

        await bench.RunLineAsync("devbox list --status running --json");

        using var document = JsonDocument.Parse(bench.Out);
        Assert.Equal("running", document.RootElement[0].GetProperty("status").GetString());
        Assert.Contains("status=running", Assert.Single(_server.Requests).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_cut_says_so()
    {
        _server.OnList("GET /v1/devboxes", "devboxes", ApiObjects.Devbox("dbx_3"), ApiObjects.Devbox("dbx_2"), ApiObjects.Devbox());
        using var bench = new BenchProcess(_server);

        await bench.RunLineAsync("devbox list --limit 2 --json");

        Assert.Equal(2, JsonDocument.Parse(bench.Out).RootElement.GetArrayLength());
        Assert.Equal("These are the newest 2; --limit shows more.\n", bench.Error);
        Assert.Contains("limit=3", Assert.Single(_server.Requests).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutting_all_down_leaves_those_of_scenario_runs()
    {
        _server
            .On("GET /v1/devboxes", request => new Dictionary<string, object>
            {
                ["devboxes"] = request.Query.Contains("status=running", StringComparison.Ordinal)
                    ? [ApiObjects.Devbox("dbx_1"), ApiObjects.Devbox("dbx_2", initiator: "scenario")]
                    : Array.Empty<object>(),
                ["has_more"] = false,
            })
            .On("POST /v1/devboxes/dbx_1/shutdown", ApiObjects.Devbox(status: DevboxStatus.Shutdown));
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Done, await bench.RunLineAsync("devbox shutdown --all"));
        Assert.Equal("dbx_1 shutdown\n", bench.Out);
        Assert.DoesNotContain(_server.Requests, request => request.Query.Contains("status=failure", StringComparison.Ordinal));
    }

    private DevboxCreateRequest Created() =>
        _server.Requests.Single(request => request.Route == "POST /v1/devboxes").Read<DevboxCreateRequest>();
}
