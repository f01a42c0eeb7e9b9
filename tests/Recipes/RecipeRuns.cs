using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Client;
using BenchCluster.Mounts;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests.Models;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests;

/// <summary>
/// A silo, a model's endpoint, and a benchmark of one scenario on which every agent begins at once: most of their time is
/// waiting for npm.
/// </summary>
public sealed class RecipeRuns : IAsyncLifetime
{
    /// <summary>The model's key, which is a secret.</summary>
    public const string Key = "sk-very-secret-0123456789";

    private const string Secret = "MODEL_KEY";
    private const string Certificates = "/etc/ssl/certs/ca-certificates.crt";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // Their own Node.js is not on the PATH of what agents work on.
    private const string Work = "echo 42 >answer.txt; command -v node >node.txt";
    private const string Check = "grep -qx 42 answer.txt && [ -e node.txt ] && [ ! -s node.txt ]";

    private readonly Dictionary<string, Task<ScenarioRunView>> _runs = [];
    private SiloProcess? _silo;
    private BenchClient? _client;
    private ScriptedCodingModel? _model;

    /// <summary>The run of an agent, when it has ended.</summary>
    public Task<ScenarioRunView> OfAsync(string agent) => _runs[agent];

    /// <summary>The keys that the model was asked with at that path.</summary>
    public IReadOnlyList<string?> KeysAt(string path) => [.. _model!.Asked.Where(asked => asked.What == $"POST {path}").Select(asked => asked.Key)];

    public async Task InitializeAsync()
    {
        var gateway = (await DockerCommand.LinesAsync("network", "inspect", "bridge", "-f", "{{(index .IPAM.Config 0).Gateway}}"))[0];
        _model = new ScriptedCodingModel(IPAddress.Parse(gateway), Work);
        _silo = await SiloProcess.StartAsync("--Bench:Slots=8");
        _client = new BenchClient(new BenchClientOptions { BaseUrl = _silo.BaseUrl, ApiKey = _silo.ApiKey });
        await CreateSecretAsync(_silo);
        var scenario = await _client.Scenarios.CreateAsync(new ScenarioCreateRequest
        {
            Name = "answer",
            InputContext = new InputContext { ProblemStatement = "Write 42 into answer.txt." },
            EnvironmentParameters = new ScenarioEnvironment
            {
                EnvironmentVariables = new Dictionary<string, string>
                {
                    ["ANTHROPIC_BASE_URL"] = _model.Url, ["OPENAI_BASE_URL"] = $"{_model.Url}/v1", ["GOOGLE_GEMINI_BASE_URL"] = _model.Url,
                },
            },
            ScoringContract = new ScoringContract
            {
                ScoringFunctionParameters = [new ScoringFunction { Name = "answer", Weight = 1, Scorer = new CommandScorer { Command = Check } }],
            },
        });
        var benchmark = await _client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = "recipes", ScenarioIds = [scenario.Id] });
        _runs["claude-code"] = RunAsync(benchmark, "claude-code", "anthropic/claude-sonnet-4-5", "ANTHROPIC_API_KEY");
        _runs["codex"] = RunAsync(benchmark, "codex", "openai/gpt-5", "OPENAI_API_KEY");
        _runs["gemini-cli"] = RunAsync(benchmark, "gemini-cli", "google/gemini-2.5-pro", "GEMINI_API_KEY");
        _runs["opencode"] = RunAsync(benchmark, "opencode", "openai/gpt-4o", "OPENAI_API_KEY");
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_silo is not null)
            await _silo.DisposeAsync();
        _model?.Dispose();
    }

    private static async Task CreateSecretAsync(SiloProcess silo)
    {
        using var http = new HttpClient { BaseAddress = silo.BaseUrl };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", silo.ApiKey);
        using var response = await http.PostAsJsonAsync("/v1/secrets", new { name = Secret, value = Key });
        response.EnsureSuccessStatusCode();
    }

    private async Task<ScenarioRunView> RunAsync(BenchmarkView benchmark, string agent, string model, string variable)
    {
        var started = await _client!.Benchmarks.StartRunAsync(new StartBenchmarkRunRequest
        {
            BenchmarkId = benchmark.Id,
            Agent = new AgentSpec
            {
                Type = AgentKind.Installed, Name = agent, ModelName = model,
                Secrets = new Dictionary<string, string> { [variable] = Secret },
            },
            // This machine's certificates, which may have more than the image's.
            RunProfile = File.Exists(Certificates)
                ? new RunProfile { Mounts = [new FileMount { Target = Certificates, Content = await File.ReadAllTextAsync(Certificates) }] }
                : null,
        });
        await Eventually.Get(() => _client.BenchmarkRuns.GetAsync(started.Id), run => run.State is not BenchmarkRunState.Running, Longest);
        await foreach (var run in _client.BenchmarkRuns.ListScenarioRunsAsync(started.Id))
            return run;
        throw new InvalidOperationException($"The run {started.Id} has no scenario run.");
    }
}
