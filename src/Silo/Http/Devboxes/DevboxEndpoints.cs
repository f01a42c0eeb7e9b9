using BenchCluster.Blueprints;
using BenchCluster.Devboxes;
using BenchCluster.Http.Blueprints;
using BenchCluster.Index;
using BenchCluster.Snapshots;

namespace BenchCluster.Http.Devboxes;

/// <summary><c>/v1/devboxes</c>: making and finding them.</summary>
internal static class DevboxEndpoints
{
    /// <summary>The longest that a wait for a state is held open (the contract's).</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>How long creating waits for the devbox to run; shorter than clients wait for an answer.</summary>
    private static readonly TimeSpan CreateWait = TimeSpan.FromSeconds(25);

    private static readonly DevboxStatus[] Settled = [DevboxStatus.Running, DevboxStatus.Failure, DevboxStatus.Shutdown];

    /// <summary>Maps the routes.</summary>
    public static void MapDevboxes(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/devboxes", async (HttpContext http, IGrainFactory grains, IResourceIndex index, DevboxAdmission admission, TimeProvider clock) =>
            Answers.View(await CreateAsync(http, grains, index, admission, clock)));
        routes.MapPost("/v1/devboxes/create_and_await_running", async (HttpContext http, IGrainFactory grains, IResourceIndex index, DevboxAdmission admission, TimeProvider clock) =>
        {
            var created = await CreateAsync(http, grains, index, admission, clock);
            return Answers.View(await DevboxWaits.UntilAsync(grains.GetGrain<IDevboxGrain>(created.Id), Settled, CreateWait, http.RequestAborted));
        });
        routes.MapGet("/v1/devboxes", async (HttpContext http, IResourceIndex index) => Answers.Page(
            "devboxes",
            await index.ListAsync(
                ListRequest.Of(http, ResourceKind.Devbox) with { Status = StatusOf(http) }, http.RequestAborted)));
        routes.MapGet("/v1/devboxes/{id}", async (string id, IGrainFactory grains) => Answers.View(await Devbox(grains, id).Get()));
        routes.MapPost("/v1/devboxes/{id}", async (string id, HttpContext http, IGrainFactory grains) =>
        {
            var request = await RequestReader.ReadAsync<DevboxUpdateRequest>(http);
            FieldRules.OptionalName("name", request.Name);
            FieldRules.Metadata("metadata", request.Metadata);
            return Answers.View(await Devbox(grains, id).Update(request.Name, request.Metadata));
        });
        routes.MapPost("/v1/devboxes/{id}/wait_for_status", WaitForStatusAsync);
    }

    /// <summary>The grain of a devbox.</summary>
    public static IDevboxGrain Devbox(IGrainFactory grains, string id) => grains.GetGrain<IDevboxGrain>(ResourceId.Require(ResourceKind.Devbox, id));

    /// <summary>The contract's old word is queued's.</summary>
    private static string? StatusOf(HttpContext http) =>
        ListRequest.Text(http, "status") is "scheduled" ? WireJson.NameOf(DevboxStatus.Queued) : ListRequest.Enum<DevboxStatus>(http, "status");

    private static async Task<DevboxView> CreateAsync(
        HttpContext http, IGrainFactory grains, IResourceIndex index, DevboxAdmission admission, TimeProvider clock)
    {
        await admission.RequireRoomAsync();
        var request = await RequestReader.ReadAsync<DevboxCreateRequest>(http);
        DevboxRules.Check(request);
        if (request.BlueprintName is { } name)
            request = request with { BlueprintId = await BlueprintLookup.FindBuiltAsync(index, name, http.RequestAborted), BlueprintName = null };
        else if (request.BlueprintId is { } blueprintId)
            await grains.GetGrain<IBlueprintGrain>(ResourceId.Require(ResourceKind.Blueprint, blueprintId)).Get();
        if (request.SnapshotId is { } snapshotId)
            await grains.GetGrain<ISnapshotGrain>(ResourceId.Require(ResourceKind.Snapshot, snapshotId)).Get();
        var id = ResourceId.New(ResourceKind.Devbox, clock.GetUtcNow());
        return await grains.GetGrain<IDevboxGrain>(id).Create(new DevboxSpec { Request = request });
    }

    private static async Task<IResult> WaitForStatusAsync(string id, HttpContext http, IGrainFactory grains)
    {
        var request = await RequestReader.ReadAsync<DevboxWaitRequest>(http);
        FieldRules.Require(request.Statuses.Count > 0, "statuses", "must name at least one status.");
        FieldRules.Seconds("timeout_seconds", request.TimeoutSeconds, 0, double.MaxValue);
        var wait = request.TimeoutSeconds is { } seconds && seconds < LongestWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestWait;
        var view = await DevboxWaits.UntilAsync(Devbox(grains, id), request.Statuses, wait, http.RequestAborted);
        if (request.Statuses.Contains(view.Status))
            return Answers.View(view);
        await LongPoll.TimeOutAsync(http, $"The devbox '{id}' is {WireJson.NameOf(view.Status)} after {wait.TotalSeconds:0.#} s.");
        return Results.Empty;
    }
}
