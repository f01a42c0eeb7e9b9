using System.Security.Cryptography;
using System.Text;
using BenchCluster.Data;
using BenchCluster.Docker;
using BenchCluster.Objects;

namespace BenchCluster.Clustering;

/// <summary>What silos ask each other for: the bytes of objects, and images. They show each other the cluster's key.</summary>
internal static class PeerObjects
{
    /// <summary>Where.</summary>
    public const string Path = "/peer/objects";

    /// <summary>The header with the bytes' SHA-256.</summary>
    public const string HashHeader = "X-Bench-Sha256";

    /// <summary>Maps the routes; the objects are those of this node.</summary>
    public static void MapPeers(this IEndpointRouteBuilder routes, FileObjectStore here)
    {
        routes.MapMethods($"{Path}/{{id}}", [HttpMethods.Get, HttpMethods.Head], async (string id, HttpContext http, ClusterKeys keys) =>
        {
            RequirePeer(http, keys);
            if (await here.FindAsync(id, http.RequestAborted) is not { } stored)
                return Results.NotFound();
            http.Response.Headers[HashHeader] = stored.Sha256;
            if (HttpMethods.IsGet(http.Request.Method))
                return Results.Stream(await here.OpenReadAsync(id, http.RequestAborted));
            http.Response.ContentLength = stored.SizeBytes;
            return Results.Empty;
        });
        routes.MapGet(PeerImages.Path, async (string name, HttpContext http, ClusterKeys keys, DockerContainerEngine engine) =>
        {
            RequirePeer(http, keys);
            return await engine.InspectImageAsync(name, http.RequestAborted) is null
                ? Results.NotFound()
                : Results.Stream(body => engine.SaveImageAsync(name, body, http.RequestAborted), "application/x-tar");
        });
        routes.MapDelete($"{Path}/{{id}}", async (string id, HttpContext http, ClusterKeys keys) =>
        {
            RequirePeer(http, keys);
            await here.RemoveAsync(id, http.RequestAborted);
            return Results.Ok();
        });
    }

    private static void RequirePeer(HttpContext http, ClusterKeys keys)
    {
        var given = Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes($"Bearer {keys.PeerKey}")))
            throw new BenchException(BenchError.Forbidden, "Only silos of this cluster may ask for that.");
    }
}
