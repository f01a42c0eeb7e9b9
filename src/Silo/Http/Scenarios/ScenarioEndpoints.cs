using BenchCluster.Benchmarks;
using BenchCluster.Index;
using BenchCluster.Scenarios;

namespace BenchCluster.Http.Scenarios;

/// <summary><c>/v1/scenarios</c>.</summary>
internal static class ScenarioEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapScenarios(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/scenarios", async (HttpContext http, IGrainFactory grains, ScenarioRules rules, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<ScenarioCreateRequest>(http);
            await rules.CheckAsync(request, http.RequestAborted);
            return Answers.View(await grains.GetGrain<IScenarioGrain>(ResourceId.New(ResourceKind.Scenario, clock.GetUtcNow())).Create(request));
        });
        routes.MapGet("/v1/scenarios", async (HttpContext http, IGrainFactory grains, IResourceIndex index) =>
            Answers.Page("scenarios", await index.ListAsync(await QueryAsync(http, grains), http.RequestAborted)));
        // Nothing is published: all scenarios are the cluster's own.
        routes.MapGet("/v1/scenarios/list_public", (HttpContext http) => NoPublic(http, "scenarios"));
        routes.MapGet("/v1/scenarios/{id}", async (string id, IGrainFactory grains) => Answers.View(await Scenario(grains, id).Get()));
        routes.MapPost("/v1/scenarios/{id}", async (string id, HttpContext http, IGrainFactory grains, ScenarioRules rules) =>
        {
            var request = await RequestReader.ReadAsync<ScenarioUpdateRequest>(http);
            await rules.CheckAsync(request, http.RequestAborted);
            return Answers.View(await Scenario(grains, id).Update(request));
        });
        routes.MapPost("/v1/scenarios/{id}/archive", async (string id, IGrainFactory grains) => Answers.View(await Scenario(grains, id).Archive()));
    }

    /// <summary>The empty list of what is published; its query is held to the same rules.</summary>
    public static IResult NoPublic(HttpContext http, string listName) =>
        Answers.Page(listName, new ResourcePage([], false, ListRequest.Of(http, ResourceKind.Scenario).CountAll ? 0 : null));

    private static IScenarioGrain Scenario(IGrainFactory grains, string id) =>
        grains.GetGrain<IScenarioGrain>(ResourceId.Require(ResourceKind.Scenario, id));

    private static async Task<ResourceQuery> QueryAsync(HttpContext http, IGrainFactory grains)
    {
        var query = ListRequest.Of(http, ResourceKind.Scenario) with
        {
            Name = ListRequest.Text(http, "name"),
            Search = ListRequest.Text(http, "search"),
            Fields = ListRequest.Enum<ValidationType>(http, "validation_type") is { } type
                ? new Dictionary<string, string> { ["validation_type"] = type }
                : new Dictionary<string, string>(),
        };
        if (ListRequest.Text(http, "benchmark_id") is not { } benchmarkId)
            return query;
        var benchmark = await grains.GetGrain<IBenchmarkGrain>(ResourceId.Require(ResourceKind.Benchmark, benchmarkId)).Get();
        return query with { Ids = [.. benchmark.ScenarioIds] };
    }
}
