using BenchCluster.Blueprints;
using BenchCluster.Index;

namespace BenchCluster.Http.Blueprints;

/// <summary><c>/v1/blueprints</c>.</summary>
internal static class BlueprintEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapBlueprints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/blueprints", async (HttpContext http, IGrainFactory grains, IResourceIndex index, TimeProvider clock) =>
        {
            var request = await ReadAsync(http, index);
            var id = ResourceId.New(ResourceKind.Blueprint, clock.GetUtcNow());
            return Answers.View(await grains.GetGrain<IBlueprintGrain>(id).Create(request));
        });
        routes.MapPost("/v1/blueprints/preview", async (HttpContext http, IGrainFactory grains, IResourceIndex index, TimeProvider clock) =>
        {
            var request = await ReadAsync(http, index);
            var id = ResourceId.New(ResourceKind.Blueprint, clock.GetUtcNow());
            return Answers.View(new PreviewView(await grains.GetGrain<IBlueprintGrain>(id).Preview(request)));
        });
        routes.MapGet("/v1/blueprints", async (HttpContext http, IResourceIndex index) =>
            Answers.Page("blueprints", await index.ListAsync(QueryOf(http), http.RequestAborted)));
        // Nothing is published: all blueprints are the cluster's own.
        routes.MapGet("/v1/blueprints/list_public", (HttpContext http) =>
        {
            _ = QueryOf(http);
            return Answers.Page("blueprints", new ResourcePage([], false, 0));
        });
        routes.MapGet("/v1/blueprints/{id}", async (string id, IGrainFactory grains) => Answers.View(await Blueprint(grains, id).Get()));
        routes.MapGet("/v1/blueprints/{id}/logs", async (string id, IGrainFactory grains) =>
            Answers.View(new BlueprintLogsView { BlueprintId = id, Logs = await Blueprint(grains, id).GetLog() }));
        routes.MapPost("/v1/blueprints/{id}/delete", async (string id, IGrainFactory grains) =>
        {
            await Blueprint(grains, id).Delete();
            return Answers.Done();
        });
    }

    private static IBlueprintGrain Blueprint(IGrainFactory grains, string id) =>
        grains.GetGrain<IBlueprintGrain>(ResourceId.Require(ResourceKind.Blueprint, id));

    private static ResourceQuery QueryOf(HttpContext http) => ListRequest.Of(http, ResourceKind.Blueprint) with
    {
        Name = ListRequest.Text(http, "name"),
        Status = ListRequest.Enum<BlueprintStatus>(http, "status"),
    };

    private static async Task<BlueprintCreateRequest> ReadAsync(HttpContext http, IResourceIndex index)
    {
        var request = await RequestReader.ReadAsync<BlueprintCreateRequest>(http);
        BlueprintRules.Check(request);
        return request.BaseBlueprintName is { } name
            ? request with { BaseBlueprintId = await BlueprintLookup.FindBuiltAsync(index, name, http.RequestAborted, "base_blueprint_name") }
            : request;
    }

    private sealed record BlueprintLogsView
    {
        public required string BlueprintId { get; init; }

        public required IReadOnlyList<BlueprintLogLine> Logs { get; init; }
    }

    private sealed record PreviewView(string Dockerfile);
}
