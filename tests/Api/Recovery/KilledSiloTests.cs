using System.Net.Http.Json;
using System.Text.Json;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Recovery;

/// <summary>A silo that is killed as by a power cut, and started again.</summary>
public sealed class KilledSiloTests
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_benchmark_run_whose_silo_is_killed_goes_on_and_every_scenario_is_scored_once(int killedAfter)
    {
        const int scenarios = 8;
        await using var silo = await SiloProcess.StartAsync("--Bench:Slots=4");
        using var client = ClientOf(silo);
        // Each scorer leaves a line outside the devbox's disk in its own output; the count of executions tells the rest.
        var ids = new List<string>();
        for (var i = 0; i < scenarios; i++)
            ids.Add((await client.Scenarios.CreateAsync(ApiFixture.RequestOf($"s{i}", new BashScriptScorer { BashScript = "sleep 0.3; echo 1.0" }))).Id);
        var benchmark = await client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = "killed", ScenarioIds = ids });
        var started = await client.Benchmarks.StartRunAsync(new StartBenchmarkRunRequest
        {
            BenchmarkId = benchmark.Id,
            Agent = new AgentSpec { Type = AgentKind.Command, Command = "sleep 0.5" },
            NConcurrentTrials = 4,
        });
        await Eventually.Get(
            () => client.BenchmarkRuns.GetAsync(started.Id),
            run => run.Progress.Active > 0 && run.Progress.Scored >= killedAfter, LongestRun);

        await silo.KillAsync();
        await silo.StartAgainAsync();
        var ended = await Eventually.Get(() => client.BenchmarkRuns.GetAsync(started.Id), run => run.State is not BenchmarkRunState.Running, LongestRun);

        Assert.Equal((BenchmarkRunState.Completed, 1.0, scenarios), (ended.State, ended.Score, ended.Progress.Scored));
        var runs = new List<ScenarioRunView>();
        await foreach (var run in client.BenchmarkRuns.ListScenarioRunsAsync(started.Id))
            runs.Add(run);
        Assert.Equal(scenarios, runs.Select(run => run.ScenarioId).Distinct().Count());
        Assert.Equal(scenarios, runs.Count);
        // The containers outlive the silo, so no run had to begin anew.
        Assert.All(runs, run => Assert.Equal(1, run.Attempt));
        await Eventually.Get(silo.ContainersAsync, containers => containers.Count == 0);
    }

    [Fact]
    public async Task A_command_runs_on_while_its_silo_is_away_and_not_a_byte_of_its_output_is_lost()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var client = ClientOf(silo);
        var devbox = await client.Devboxes.WaitUntilSettledAsync((await client.Devboxes.CreateAsync(new DevboxCreateRequest())).Id);
        var execution = await client.Executions.StartAsync(
            devbox.Id, new ExecuteRequest { Command = "for i in $(seq 40); do echo line $i; sleep 0.05; done; exit 7" });

        await silo.KillAsync();
        await silo.StartAgainAsync();
        var ended = await client.Executions.WaitAsync(devbox.Id, execution.ExecutionId);
        var output = new System.Text.StringBuilder();
        await foreach (var chunk in client.Executions.StreamAsync(devbox.Id, execution.ExecutionId, standardError: false))
            output.Append(chunk.Output);

        Assert.Equal(7, ended.ExitStatus);
        Assert.Equal(string.Concat(Enumerable.Range(1, 40).Select(i => $"line {i}\n")), output.ToString());
        await client.Devboxes.ShutdownAsync(devbox.Id);
        await Eventually.Get(silo.ContainersAsync, containers => containers.Count == 0);
        // Also when the container is gone.
        Assert.Equal(7, (await client.Executions.WaitAsync(devbox.Id, execution.ExecutionId)).ExitStatus);
    }

    [Fact]
    public async Task The_log_of_a_devbox_is_all_there_when_its_silo_comes_back()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var client = ClientOf(silo);
        using var http = new HttpClient { BaseAddress = silo.BaseUrl };
        http.DefaultRequestHeaders.Authorization = new("Bearer", silo.ApiKey);
        var created = await client.Devboxes.CreateAsync(new DevboxCreateRequest
        {
            LaunchParameters = new LaunchParameters { LaunchCommands = ["echo set up"] },
        });
        var devbox = await client.Devboxes.WaitUntilSettledAsync(created.Id);
        await client.Executions.ExecuteAsync(devbox.Id, new ExecuteRequest { Command = "echo before", ShellName = "work" });
        var execution = await client.Executions.StartAsync(
            devbox.Id, new ExecuteRequest { Command = "for i in $(seq 40); do echo line $i; sleep 0.05; done; echo last >&2; exit 7" });

        await silo.KillAsync();
        await silo.StartAgainAsync();
        await client.Executions.WaitAsync(devbox.Id, execution.ExecutionId);
        await client.Executions.ExecuteAsync(devbox.Id, new ExecuteRequest { Command = "echo after", ShellName = "work" });

        string[] expected = ["set up", "before", .. Enumerable.Range(1, 40).Select(i => $"line {i}"), "last", "after"];
        Assert.Equal(expected, await MessagesAsync(""));
        Assert.Equal(expected[2..^1], await MessagesAsync($"?execution_id={execution.ExecutionId}"));
        Assert.Equal(["before", "after"], await MessagesAsync("?shell_name=work"));
        await client.Devboxes.ShutdownAsync(devbox.Id);
        await Eventually.Get(silo.ContainersAsync, containers => containers.Count == 0);
        await silo.KillAsync();
        await silo.StartAgainAsync();
        // Also when the container is gone, and nobody has it in memory.
        Assert.Equal(expected, await MessagesAsync(""));

        async Task<IEnumerable<string>> MessagesAsync(string query)
        {
            var log = await http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/devboxes/{devbox.Id}/logs{query}", UriKind.Relative));
            return [.. log.GetProperty("logs").EnumerateArray().Select(line => line.TryGetProperty("message", out var text) ? text.GetString() : null).OfType<string>()];
        }
    }

    [Fact]
    public async Task A_data_directory_has_one_silo_at_a_time()
    {
        await using var silo = await SiloProcess.StartAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => SiloProcess.StartSecondAsync(silo));

        Assert.Contains("in use by another silo", error.Message, StringComparison.Ordinal);
    }

    private static BenchClient ClientOf(SiloProcess silo) => new(new BenchClientOptions { BaseUrl = silo.BaseUrl, ApiKey = silo.ApiKey });
}
