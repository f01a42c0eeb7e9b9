using BenchCluster.Http.Scenarios;
using BenchCluster.Index;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Http.ScenarioRuns;

/// <summary><c>/v1/scenarios/start_run</c> and <c>/v1/scenarios/runs</c>.</summary>
internal static class ScenarioRunEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapScenarioRuns(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/scenarios/start_run", StartAsync);
        routes.MapGet("/v1/scenarios/runs", async (HttpContext http, IResourceIndex index) => Answers.Page("runs", await index.ListAsync(QueryOf(http), http.RequestAborted)));
        routes.MapGet("/v1/scenarios/runs/{id}", async (string id, IGrainFactory grains) => Answers.View(await Run(grains, id).Get()));
        routes.MapPost("/v1/scenarios/runs/{id}/score", async (string id, IGrainFactory grains) => Answers.View(await Run(grains, id).Score()));
        routes.MapPost("/v1/scenarios/runs/{id}/complete", async (string id, IGrainFactory grains) => Answers.View(await Run(grains, id).Complete()));
        routes.MapPost("/v1/scenarios/runs/{id}/cancel", async (string id, IGrainFactory grains) => Answers.View(await Run(grains, id).Cancel()));
        routes.MapPost("/v1/scenarios/runs/{id}/download_logs", async (string id, HttpContext http, RunLogs logs) =>
            Results.Stream(await logs.ReadAsync(id, http.RequestAborted), "application/zip", $"{id}.zip"));
    }

    private static IScenarioRunGrain Run(IGrainFactory grains, string id) =>
        grains.GetGrain<IScenarioRunGrain>(ResourceId.Require(ResourceKind.ScenarioRun, id));

    private static async Task<IResult> StartAsync(HttpContext http, IGrainFactory grains, RunAgents agents, ScenarioRules rules, TimeProvider clock)
    {
        var request = await RequestReader.ReadAsync<StartScenarioRunRequest>(http);
        ResourceId.Require(ResourceKind.Scenario, request.ScenarioId);
        FieldRules.OptionalName("run_name", request.RunName);
        FieldRules.ScenarioMetadata("metadata", request.Metadata);
        RunRules.Profile(request.RunProfile);
        await agents.CheckAsync("agent", request.Agent, http.RequestAborted);
        if (request.Agent?.PatchObjectId is { Length: > 0 } patch)
            await rules.RequireObjectAsync("agent.patch_object_id", patch);
        return Answers.View(await ScenarioRunStart.StartAsync(request, grains, clock));
    }

    private static ResourceQuery QueryOf(HttpContext http)
    {
        var fields = new Dictionary<string, string>();
        foreach (var field in (string[])["benchmark_run_id", "scenario_id"])
        {
            if (ListRequest.Text(http, field) is { } value)
                fields[field] = value;
        }

        return ListRequest.Of(http, ResourceKind.ScenarioRun) with
        {
            Status = ListRequest.Enum<ScenarioRunState>(http, "state"),
            Name = ListRequest.Text(http, "name"),
            Search = ListRequest.Text(http, "search"),
            Fields = fields,
        };
    }
}
