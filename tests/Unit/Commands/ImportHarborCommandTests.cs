using System.Text.Json;
using BenchCluster.Blueprints;
using BenchCluster.Client.Commands;
using BenchCluster.Tests.Harbor;

namespace BenchCluster.Tests.Commands;

public sealed class ImportHarborCommandTests : IDisposable
{
    private readonly TaskFolders _tasks = new();
    private readonly HarborServer _server = new();

    public void Dispose() => _tasks.Dispose();

    [Fact]
    public async Task The_benchmark_is_called_like_the_folder()
    {
        _tasks.Add("hello");
        using var bench = new BenchProcess(_server.Http);

        Assert.Equal(ExitStatus.Done, await bench.RunAsync("import", "harbor", _tasks.Path + "/"));

        var name = Path.GetFileName(_tasks.Path);
        Assert.Equal(name, _server.Benchmark!.Name);
        Assert.Matches("^TASK +OUTCOME +SCENARIO\nhello +created +scn_", bench.Out);
        Assert.EndsWith($"\n{name} bmd_1: 1 created\n", bench.Out, StringComparison.Ordinal);
        Assert.Contains("environments: 1 of 1 built", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_task_is_a_failure_that_names_file_field_and_reason()
    {
        _tasks.Add("good").Add("bad", "[agent]\ntimeout_sec = \"long\"");
        using var bench = new BenchProcess(_server.Http);

        Assert.Equal(ExitStatus.Failed, await bench.RunAsync("import", "harbor", _tasks.Path));

        Assert.Matches("refusal +bad +task.toml +agent.timeout_sec +expected a number, found the string \"long\"\n", bench.Out);
        Assert.EndsWith("error: 1 of 2 tasks refused; the others are imported.\n", bench.Error, StringComparison.Ordinal);
        Assert.Single(_server.Scenarios);
    }

    [Fact]
    public async Task A_problem_of_many_tasks_is_said_once()
    {
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
            _tasks.Add(name, "surprise = 1");
        using var bench = new BenchProcess(_server.Http);

        await bench.RunAsync("import", "harbor", _tasks.Path, "--name", "set");

        Assert.Matches("warning +a, b, c and 2 more +task.toml +surprise +unknown field; it has no effect\n", bench.Out);
        Assert.Equal("set", _server.Benchmark!.Name);
    }

    [Fact]
    public async Task An_environment_that_cannot_be_built_is_a_failure_with_the_end_of_its_log()
    {
        _tasks.Add("hello");
        _server.BuildEnd = BlueprintStatus.Failed;
        _server.Http.On("GET /v1/blueprints/bpt_1/logs", new
        {
            logs = Enumerable.Range(1, 40).Select(line => new { level = "info", message = $"line {line}", timestamp_ms = line }),
        });
        using var bench = new BenchProcess(_server.Http);

        Assert.Equal(ExitStatus.Failed, await bench.RunAsync("import", "harbor", _tasks.Path));

        Assert.Contains("error: the environment harbor-hello (bpt_1) could not be built", bench.Error, StringComparison.Ordinal);
        Assert.Contains("  line 26\n", bench.Error, StringComparison.Ordinal);
        Assert.EndsWith("  line 40\n", bench.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("line 25\n", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Builds_are_not_waited_for_when_nobody_wants_to()
    {
        _tasks.Add("hello");
        _server.BuildEnd = BlueprintStatus.Queued;
        using var bench = new BenchProcess(_server.Http);

        Assert.Equal(ExitStatus.Done, await bench.RunAsync("import", "harbor", _tasks.Path, "--no-wait"));
        Assert.DoesNotContain(_server.Http.Requests, request => request.Route == "GET /v1/blueprints/bpt_1");
    }

    [Fact]
    public async Task Json_has_every_task_with_its_problems()
    {
        _tasks.Add("hello", "surprise = 1").Add("bad", "", ("instruction.md", null));
        using var bench = new BenchProcess(_server.Http);

        await bench.RunAsync("import", "harbor", _tasks.Path, "--json");

        var report = JsonDocument.Parse(bench.Out).RootElement;
        var tasks = report.GetProperty("tasks").EnumerateArray().ToList();
        Assert.Equal("bmd_1", report.GetProperty("benchmark").GetProperty("id").GetString());
        Assert.Equal(["refused", "created"], tasks.Select(task => task.GetProperty("outcome").GetString()));
        Assert.Equal("build_complete", tasks[1].GetProperty("build").GetString());
        Assert.Equal("surprise", tasks[1].GetProperty("problems")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_folder_without_tasks_is_an_error()
    {
        using var bench = new BenchProcess(_server.Http);

        Assert.Equal(ExitStatus.Failed, await bench.RunAsync("import", "harbor", _tasks.Path));
        Assert.StartsWith("error: There are no tasks in", bench.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Http.Requests);
    }
}
