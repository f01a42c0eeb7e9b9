using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests;

/// <summary>A real silo on a real engine, for the tests of one class; what a test makes in it is the test's own.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    private HttpClient? _http;
    private BenchClient? _client;
    private SiloProcess? _silo;

    /// <summary>The silo.</summary>
    public SiloProcess Silo => _silo!;

    /// <summary>The typed client.</summary>
    public BenchClient Client => _client!;

    /// <summary>Plain HTTP, with the key.</summary>
    public HttpClient Http => _http!;

    public async Task InitializeAsync()
    {
        _silo = await SiloProcess.StartAsync("--Bench:Slots=8");
        _client = new BenchClient(new BenchClientOptions { BaseUrl = _silo.BaseUrl, ApiKey = _silo.ApiKey });
        _http = new HttpClient { BaseAddress = _silo.BaseUrl };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _silo.ApiKey);
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        _http?.Dispose();
        if (_silo is not null)
            await _silo.DisposeAsync();
    }

    /// <summary>A devbox that runs.</summary>
    public async Task<DevboxView> RunningDevboxAsync(DevboxCreateRequest? request = null)
    {
        var created = await Client.Devboxes.CreateAsync(request ?? new DevboxCreateRequest());
        var view = await Client.Devboxes.WaitUntilSettledAsync(created.Id);
        Assert.True(view.Status is DevboxStatus.Running, $"{view.Status}: {view.FailureMessage}");
        return view;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<ExecutionView> RunAsync(string devboxId, string command)
    {
        var view = await Client.Executions.ExecuteAsync(devboxId, new ExecuteRequest { Command = command });
        return view.Status is ExecutionStatus.Completed ? view : await Client.Executions.WaitAsync(devboxId, view.ExecutionId);
    }

    /// <summary>A scenario with the scorers, of equal weight.</summary>
    public Task<ScenarioView> ScenarioAsync(string name, params ScorerSpec[] scorers) => Client.Scenarios.CreateAsync(RequestOf(name, scorers));

    /// <summary>The request of such a scenario.</summary>
    public static ScenarioCreateRequest RequestOf(string name, params ScorerSpec[] scorers) => new()
    {
        Name = name,
        InputContext = new InputContext { ProblemStatement = "Do it." },
        ScoringContract = new ScoringContract
        {
            ScoringFunctionParameters =
                [.. scorers.Select((scorer, i) => new ScoringFunction { Name = $"f{i}", Weight = 1.0 / scorers.Length, Scorer = scorer })],
        },
    };

    /// <summary>Runs scenarios with an agent, to the end; the scenario runs by their scenario.</summary>
    public async Task<(BenchmarkRunView Run, IReadOnlyDictionary<string, ScenarioRunView> ByScenario)> RunAsync(
        AgentSpec agent, params ScenarioView[] scenarios)
    {
        var benchmark = await Client.Benchmarks.CreateAsync(
            new BenchmarkCreateRequest { Name = $"b-{Guid.NewGuid():n}", ScenarioIds = [.. scenarios.Select(s => s.Id)] });
        var started = await Client.Benchmarks.StartRunAsync(
            new StartBenchmarkRunRequest { BenchmarkId = benchmark.Id, Agent = agent, NConcurrentTrials = 4 });
        var run = await Eventually.Get(() => Client.BenchmarkRuns.GetAsync(started.Id), r => r.State is not BenchmarkRunState.Running, LongestRun);
        var runs = new Dictionary<string, ScenarioRunView>();
        await foreach (var child in Client.BenchmarkRuns.ListScenarioRunsAsync(run.Id))
            runs.Add(child.ScenarioId, child);
        return (run, runs);
    }

    /// <summary>Posts JSON as it is; the status and the error's message.</summary>
    public async Task<(int Status, string Message)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content);
        if (response.IsSuccessStatusCode)
            return ((int)response.StatusCode, "");
        var error = await response.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)response.StatusCode, error.GetProperty("message").GetString()!);
    }
}
