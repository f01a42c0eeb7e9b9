using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Http.ScenarioRuns;
using BenchCluster.Http.Scenarios;
using BenchCluster.Index;

namespace BenchCluster.Http.Benchmarks;

/// <summary><c>/v1/benchmarks</c>.</summary>
internal static class BenchmarkEndpoints
{
    private const int MostScenarios = 100_000;
    private const int MostConcurrent = 10_000;
    private const int MostAttempts = 1000;

    /// <summary>Maps the routes.</summary>
    public static void MapBenchmarks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/benchmarks", async (HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<BenchmarkCreateRequest>(http);
            FieldRules.Name("name", request.Name);
            Check(request.Metadata, request.ScenarioIds, request.RequiredEnvironmentVariables, request.RequiredSecretNames);
            return Answers.View(await grains.GetGrain<IBenchmarkGrain>(ResourceId.New(ResourceKind.Benchmark, clock.GetUtcNow())).Create(request));
        });
        routes.MapGet("/v1/benchmarks", async (HttpContext http, IResourceIndex index) => Answers.Page(
            "benchmarks",
            await index.ListAsync(
                ListRequest.Of(http, ResourceKind.Benchmark) with { Name = ListRequest.Text(http, "name"), Search = ListRequest.Text(http, "search") },
                http.RequestAborted)));
        routes.MapPost("/v1/benchmarks/start_run", StartRunAsync);
        routes.MapGet("/v1/benchmarks/list_public", (HttpContext http) => ScenarioEndpoints.NoPublic(http, "benchmarks"));
        routes.MapGet("/v1/benchmarks/{id}", async (string id, IGrainFactory grains) => Answers.View(await Benchmark(grains, id).Get()));
        routes.MapPost("/v1/benchmarks/{id}", async (string id, HttpContext http, IGrainFactory grains) =>
        {
            var request = await RequestReader.ReadAsync<BenchmarkUpdateRequest>(http);
            if (request.Name is not null)
                FieldRules.Name("name", request.Name);
            Check(request.Metadata, request.ScenarioIds, request.RequiredEnvironmentVariables, request.RequiredSecretNames);
            return Answers.View(await Benchmark(grains, id).Update(request));
        });
        routes.MapPost("/v1/benchmarks/{id}/scenarios", async (string id, HttpContext http, IGrainFactory grains) =>
            Answers.View(await Benchmark(grains, id).UpdateScenarios(await RequestReader.ReadAsync<BenchmarkScenariosRequest>(http))));
        routes.MapGet("/v1/benchmarks/{id}/definitions", async (string id, HttpContext http, IGrainFactory grains, IResourceIndex index) =>
        {
            var benchmark = await Benchmark(grains, id).Get();
            return Answers.Page("scenarios", await index.ListAsync(ListRequest.Of(http, ResourceKind.Scenario) with { Ids = [.. benchmark.ScenarioIds] }, http.RequestAborted));
        });
    }

    private static IBenchmarkGrain Benchmark(IGrainFactory grains, string id) =>
        grains.GetGrain<IBenchmarkGrain>(ResourceId.Require(ResourceKind.Benchmark, id));

    private static void Check(
        IReadOnlyDictionary<string, string>? metadata, IReadOnlyList<string>? scenarioIds, IReadOnlyList<string>? variables, IReadOnlyList<string>? secrets)
    {
        FieldRules.Metadata("metadata", metadata);
        FieldRules.Require((scenarioIds?.Count ?? 0) <= MostScenarios, "scenario_ids", $"must not have more than {MostScenarios} entries.");
        FieldRules.Texts("required_environment_variables", variables);
        FieldRules.Texts("required_secret_names", secrets);
    }

    private static async Task<IResult> StartRunAsync(HttpContext http, IGrainFactory grains, RunAgents agents, ScenarioRules rules, TimeProvider clock)
    {
        var request = await RequestReader.ReadAsync<StartBenchmarkRunRequest>(http) with { ScenarioIds = null, Policy = null };
        FieldRules.Require(request.BenchmarkId is not null, "benchmark_id", "is required.");
        ResourceId.Require(ResourceKind.Benchmark, request.BenchmarkId!);
        FieldRules.OptionalName("run_name", request.RunName);
        FieldRules.ScenarioMetadata("metadata", request.Metadata);
        RunRules.Profile(request.RunProfile);
        await agents.CheckAsync("agent", request.Agent, http.RequestAborted);
        FieldRules.Require(request.Agent is not null || request.NConcurrentTrials is null, "n_concurrent_trials", "needs an agent: without one the caller starts the scenario runs.");
        FieldRules.Require(request.Agent is not null || request.NAttempts is null, "n_attempts", "needs an agent: without one the caller starts the scenario runs.");
        FieldRules.Require(request.NConcurrentTrials is null or (>= 1 and <= MostConcurrent), "n_concurrent_trials", $"must be from 1 to {MostConcurrent}.");
        FieldRules.Require(request.NAttempts is null or (>= 1 and <= MostAttempts), "n_attempts", $"must be from 1 to {MostAttempts}.");
        FieldRules.Require(request.Agent?.PatchObjectId is null, "agent.patch_object_id", "is for one scenario's run; a benchmark run has 'patches'.");
        FieldRules.Require(request.Patches is null || request.Agent?.Type is AgentKind.Patch, "patches", "is only for an agent of the type 'patch'.");
        foreach (var (scenario, patch) in request.Patches ?? new Dictionary<string, string>())
        {
            if (patch.Length > 0)
                await rules.RequireObjectAsync($"patches.{scenario}", patch);
        }

        var id = ResourceId.New(ResourceKind.BenchmarkRun, clock.GetUtcNow());
        return Answers.View(await grains.GetGrain<IBenchmarkRunGrain>(id).Start(request));
    }
}
