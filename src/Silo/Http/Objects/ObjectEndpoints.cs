using System.Globalization;
using BenchCluster.Index;
using BenchCluster.Objects;

namespace BenchCluster.Http.Objects;

/// <summary><c>/v1/objects</c>, and the signed URLs at which their bytes are put and got.</summary>
internal static class ObjectEndpoints
{
    private const string Put = "put";
    private const string Get = "get";
    private static readonly TimeSpan UploadTime = TimeSpan.FromHours(24);

    /// <summary>Maps the routes.</summary>
    public static void MapObjects(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/objects", async (HttpContext http, IGrainFactory grains, SignedUrls urls, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<ObjectCreateRequest>(http);
            FieldRules.Name("name", request.Name);
            FieldRules.Metadata("metadata", request.Metadata);
            FieldRules.Require(request.TtlMs is null or > 0, "ttl_ms", "must be greater than 0.");
            var id = ResourceId.New(ResourceKind.StorageObject, clock.GetUtcNow());
            var view = await grains.GetGrain<IStorageObjectGrain>(id).Create(request);
            return Answers.View(view with { UploadUrl = urls.Make(http, id, Put, UploadTime) });
        });
        routes.MapGet("/v1/objects", async (HttpContext http, IResourceIndex index) => Answers.Page("objects", await index.ListAsync(QueryOf(http), http.RequestAborted)));
        // Nothing is published: all objects are the cluster's own.
        routes.MapGet("/v1/objects/list_public", (HttpContext http) =>
        {
            _ = QueryOf(http);
            return Answers.Page("objects", new ResourcePage([], false, 0));
        });
        routes.MapGet("/v1/objects/{id}", async (string id, IGrainFactory grains) => Answers.View(await Object(grains, id).Get()));
        routes.MapPost("/v1/objects/{id}/complete", async (string id, IGrainFactory grains) => Answers.View(await Object(grains, id).Complete()));
        routes.MapPost("/v1/objects/{id}/delete", async (string id, IGrainFactory grains) => Answers.View(await Object(grains, id).Delete()));
        routes.MapGet("/v1/objects/{id}/download", async (string id, HttpContext http, IGrainFactory grains, SignedUrls urls) =>
        {
            await RequireReadableAsync(grains, id);
            return Answers.View(new DownloadView(urls.Make(http, id, Get, DurationOf(http))));
        });
        routes.MapPut("/objects/{id}", UploadAsync).WithMetadata(new UnlimitedBody());
        routes.MapGet("/objects/{id}", async (string id, HttpContext http, IGrainFactory grains, IObjectStore store, SignedUrls urls) =>
        {
            urls.Check(http, id, Get);
            await RequireReadableAsync(grains, id);
            return Results.Stream(await store.OpenReadAsync(id, http.RequestAborted), "application/octet-stream", enableRangeProcessing: true);
        });
    }

    private static IStorageObjectGrain Object(IGrainFactory grains, string id) =>
        grains.GetGrain<IStorageObjectGrain>(ResourceId.Require(ResourceKind.StorageObject, id));

    private static ResourceQuery QueryOf(HttpContext http)
    {
        var contentType = ListRequest.Enum<ObjectContentType>(http, "content_type");
        return ListRequest.Of(http, ResourceKind.StorageObject) with
        {
            Status = ListRequest.Enum<ObjectState>(http, "state"),
            NameContains = ListRequest.Text(http, "name"),
            Search = ListRequest.Text(http, "search"),
            Fields = contentType is null ? new Dictionary<string, string>() : new() { ["content_type"] = contentType },
        };
    }

    private static async Task<IResult> UploadAsync(string id, HttpContext http, IGrainFactory grains, IObjectStore store, SignedUrls urls)
    {
        urls.Check(http, id, Put);
        var view = await Object(grains, id).Get();
        if (view.State is not ObjectState.Uploading)
            throw new BenchException(BenchError.Conflict, $"The object '{id}' is {WireJson.NameOf(view.State)} and takes no bytes.");
        await store.WriteAsync(id, http.Request.Body, http.RequestAborted);
        return Results.Ok();
    }

    private static async Task RequireReadableAsync(IGrainFactory grains, string id)
    {
        var view = await Object(grains, id).Get();
        if (view.State is ObjectState.Deleted)
            throw BenchException.NotFound(ResourceKind.StorageObject, id);
        if (view.State is not ObjectState.ReadOnly)
            throw new BenchException(BenchError.Conflict, $"The object '{id}' is {WireJson.NameOf(view.State)}; its upload has not been completed.");
    }

    private static TimeSpan DurationOf(HttpContext http)
    {
        const int standard = 3600;
        const int most = 7 * 24 * 3600;
        return ListRequest.Text(http, "duration_seconds") is not { } text ? TimeSpan.FromSeconds(standard)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= most ? TimeSpan.FromSeconds(seconds)
            : throw BenchException.Invalid("duration_seconds", $"must be a whole number from 1 to {most}.");
    }

    private sealed record DownloadView(string DownloadUrl);
}
