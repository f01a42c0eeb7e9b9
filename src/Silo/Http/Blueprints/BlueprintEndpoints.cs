using BenchCluster.Blueprints;
using BenchCluster.Http.Devboxes;
using BenchCluster.Index;

namespace BenchCluster.Http.Blueprints;

/// <summary><c>/v1/blueprints</c>.</summary>
internal static class BlueprintEndpoints
{
    private const int LongestDockerfile = 1 << 20;
    private const int MostCommands = 200;

    /// <summary>Maps the routes.</summary>
    public static void MapBlueprints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/blueprints", async (HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<BlueprintCreateRequest>(http);
            Check(request);
            var id = ResourceId.New(ResourceKind.Blueprint, clock.GetUtcNow());
            return Answers.View(await grains.GetGrain<IBlueprintGrain>(id).Create(request));
        });
        routes.MapGet("/v1/blueprints", async (HttpContext http, IResourceIndex index) => Answers.Page(
            "blueprints",
            await index.ListAsync(
                ListRequest.Of(http, ResourceKind.Blueprint) with
                {
                    Name = ListRequest.Text(http, "name"),
                    Status = ListRequest.Enum<BlueprintStatus>(http, "status"),
                },
                http.RequestAborted)));
        routes.MapGet("/v1/blueprints/{id}", async (string id, IGrainFactory grains) => Answers.View(await Blueprint(grains, id).Get()));
        routes.MapGet("/v1/blueprints/{id}/logs", async (string id, IGrainFactory grains) =>
            Answers.View(new BlueprintLogsView { BlueprintId = id, Logs = await Blueprint(grains, id).GetLog() }));
    }

    private static IBlueprintGrain Blueprint(IGrainFactory grains, string id) =>
        grains.GetGrain<IBlueprintGrain>(ResourceId.Require(ResourceKind.Blueprint, id));

    private static void Check(BlueprintCreateRequest request)
    {
        FieldRules.Name("name", request.Name);
        FieldRules.Metadata("metadata", request.Metadata);
        FieldRules.Require(request.Dockerfile is null || request.Dockerfile.Length <= LongestDockerfile, "dockerfile", $"must not be longer than {LongestDockerfile} characters.");
        FieldRules.Texts("system_setup_commands", request.SystemSetupCommands);
        FieldRules.Require((request.SystemSetupCommands?.Count ?? 0) <= MostCommands, "system_setup_commands", $"must not have more than {MostCommands} commands.");
        FieldRules.EnvironmentVariables("build_args", request.BuildArgs);
        FieldRules.Seconds("build_timeout_sec", request.BuildTimeoutSec, 1, 86_400);
        DevboxRules.Launch("launch_parameters", request.LaunchParameters);
        if (request.BuildContext is { } context)
        {
            FieldRules.Require(context.Type == "object", "build_context.type", "must be 'object'.");
            ResourceId.Require(ResourceKind.StorageObject, context.ObjectId);
        }
    }

    internal sealed record BlueprintLogsView
    {
        public required string BlueprintId { get; init; }

        public required IReadOnlyList<BlueprintLogLine> Logs { get; init; }
    }
}
