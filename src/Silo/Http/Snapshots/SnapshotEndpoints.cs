using BenchCluster.Http.Devboxes;
using BenchCluster.Index;
using BenchCluster.Snapshots;

namespace BenchCluster.Http.Snapshots;

/// <summary><c>/v1/devboxes/{id}/snapshot_disk</c> and <c>/v1/devboxes/disk_snapshots</c>.</summary>
internal static class SnapshotEndpoints
{
    private const int LongestMessage = 1000;

    /// <summary>The longest wait for a snapshot; a client that is cut off finds it in the list.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan GrainWait = TimeSpan.FromSeconds(25);

    /// <summary>Maps the routes.</summary>
    public static void MapSnapshots(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/devboxes/{id}/snapshot_disk_async", async (string id, HttpContext http, IGrainFactory grains, TimeProvider clock) =>
            Answers.View(await CreateAsync(id, http, grains, clock)));
        routes.MapPost("/v1/devboxes/{id}/snapshot_disk", SnapshotAsync);
        routes.MapGet("/v1/devboxes/disk_snapshots", async (HttpContext http, IResourceIndex index) => Answers.Page(
            "snapshots",
            await index.ListAsync(
                ListRequest.Of(http, ResourceKind.Snapshot) with
                {
                    Fields = ListRequest.Fields(http, ("devbox_id", "source_devbox_id"), ("source_blueprint_id", "source_blueprint_id")),
                    Metadata = ListRequest.Metadata(http),
                },
                http.RequestAborted)));
        routes.MapPost("/v1/devboxes/disk_snapshots/{id}", async (string id, HttpContext http, IGrainFactory grains) =>
            Answers.View(await Snapshot(grains, id).Update(await ReadAsync(http))));
        routes.MapGet("/v1/devboxes/disk_snapshots/{id}/status", async (string id, HttpContext http, IGrainFactory grains) =>
            Answers.View(await Snapshot(grains, id).GetStatus(TimeSpan.Zero, http.RequestAborted)));
        routes.MapPost("/v1/devboxes/disk_snapshots/{id}/delete", async (string id, IGrainFactory grains) =>
        {
            await Snapshot(grains, id).Delete();
            return Answers.Done();
        });
    }

    private static ISnapshotGrain Snapshot(IGrainFactory grains, string id) =>
        grains.GetGrain<ISnapshotGrain>(ResourceId.Require(ResourceKind.Snapshot, id));

    private static async Task<SnapshotRequest> ReadAsync(HttpContext http)
    {
        var request = await RequestReader.ReadAsync<SnapshotRequest>(http);
        FieldRules.OptionalName("name", request.Name);
        FieldRules.Metadata("metadata", request.Metadata);
        FieldRules.Require(
            request.CommitMessage is null || request.CommitMessage.Length <= LongestMessage, "commit_message", $"must not be longer than {LongestMessage} characters.");
        return request;
    }

    private static async Task<SnapshotView> CreateAsync(string devboxId, HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var request = await ReadAsync(http);
        _ = await DevboxEndpoints.Devbox(grains, devboxId).Get();
        var id = ResourceId.New(ResourceKind.Snapshot, clock.GetUtcNow());
        return await grains.GetGrain<ISnapshotGrain>(id).Create(devboxId, request);
    }

    private static async Task<IResult> SnapshotAsync(string id, HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var snapshot = Snapshot(grains, (await CreateAsync(id, http, grains, clock)).Id);
        var begun = clock.GetTimestamp();
        while (clock.GetElapsedTime(begun) < LongestWait)
        {
            switch (await snapshot.GetStatus(GrainWait, http.RequestAborted))
            {
                case { Status: SnapshotStatus.InProgress }:
                    break;
                case { Snapshot: { } kept }:
                    return Answers.View(kept);
                case var other:
                    throw new BenchException(BenchError.Unavailable, other.ErrorMessage ?? $"The snapshot is {WireJson.NameOf(other.Status)}.");
            }
        }

        throw new BenchException(BenchError.Unavailable, $"The snapshot is not complete after {LongestWait.TotalMinutes:0} minutes; it goes on.");
    }
}
