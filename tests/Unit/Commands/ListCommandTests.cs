using BenchCluster.Blueprints;
using BenchCluster.Client.Commands;
using BenchCluster.Nodes;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Commands;

public sealed class ListCommandTests : IDisposable
{
    private readonly FakeServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Runs_have_their_benchmarks_name()
    {
        _server
            .OnList("GET /v1/benchmark_runs", "runs", ApiObjects.Run(score: 0.5, total: 2, scored: 1, failed: 1))
            .OnList("GET /v1/benchmarks", "benchmarks", ApiObjects.Benchmark("tasks"));

        var output = await OutputAsync("runs");

        Assert.Matches("^bmr_1 +tasks +oracle +completed +2/2 +1 +0.500 +.* ago +5.0s$", output.Split('\n')[1]);
    }

    [Fact]
    public async Task No_runs_are_no_empty_table()
    {
        _server.OnList("GET /v1/benchmark_runs", "runs");

        Assert.Equal("There are no runs yet; 'bench run NAME --agent oracle' starts one.\n", await OutputAsync("runs"));
    }

    [Fact]
    public async Task Without_runs_json_is_an_empty_list()
    {
        _server.OnList("GET /v1/benchmark_runs", "runs");

        Assert.Equal("[]\n", await OutputAsync("runs --json"));
    }

    [Fact]
    public async Task A_benchmark_has_its_scenarios_in_its_order()
    {
        _server
            .OnList("GET /v1/benchmarks", "benchmarks", ApiObjects.Benchmark("tasks", "bmd_1", "scn_2", "scn_1"))
            .OnList("GET /v1/scenarios", "scenarios", ApiObjects.Scenario(), ApiObjects.Scenario("scn_2", "sort", "bpt_2"));

        var lines = (await OutputAsync("benchmark show tasks")).TrimEnd().Split('\n');

        Assert.Matches("^sort +scn_2 +check +bpt_2$", lines[^2]);
        Assert.Matches("^hello +scn_1 +check$", lines[^1]);
    }

    [Fact]
    public async Task A_scenario_is_found_by_its_whole_name()
    {
        _server.OnList("GET /v1/scenarios", "scenarios", ApiObjects.Scenario("scn_2", "hello-again"), ApiObjects.Scenario());

        var output = await OutputAsync("scenario show hello");

        Assert.Matches("id +scn_1\n", output);
        Assert.Matches("check +command_scorer +1\n\nSay hello.\n$", output);
    }

    [Fact]
    public async Task Blueprints_say_why_they_could_not_be_built()
    {
        _server.OnList("GET /v1/blueprints", "blueprints", ApiObjects.Blueprint(status: BlueprintStatus.Failed, failure: "apt-get failed"));

        Assert.Matches("bpt_1 +harbor-hello +failed +.* ago +apt-get failed\n$", await OutputAsync("blueprint list"));
    }

    [Fact]
    public async Task A_builds_log_is_printed_line_by_line()
    {
        _server.On("GET /v1/blueprints/bpt_1/logs", new
        {
            logs = new[]
            {
                new { level = "info", message = "STEP 1\n", timestamp_ms = 1 },
                new { level = "info", message = "STEP 2", timestamp_ms = 2 },
            },
        });

        Assert.Equal("STEP 1\nSTEP 2\n", await OutputAsync("blueprint logs bpt_1"));
    }

    [Fact]
    public async Task Nodes_say_how_full_they_are()
    {
        _server.OnList("GET /v1/nodes", "nodes", new NodeView
        {
            Name = "one", EngineHealthy = true, Engine = "28.0", Slots = 8, SlotsTaken = 3, Queued = 1, TakesDevboxes = true, FreeDiskBytes = 76L << 30,
        }, new NodeView
        {
            Name = "two", EngineHealthy = true, Engine = "28.0", Slots = 8, SlotsTaken = 0, Queued = 1, FreeDiskBytes = 300L << 20,
        });

        Assert.Matches("one +yes +3 +8 +1 +76 GiB +28.0\ntwo +takes none +0 +8 +1 +300 MiB +28.0\n$", await OutputAsync("node list"));
    }

    private async Task<string> OutputAsync(string line)
    {
        using var bench = new BenchProcess(_server);
        Assert.Equal(ExitStatus.Done, await bench.RunLineAsync(line));
        return bench.Out;
    }
}
