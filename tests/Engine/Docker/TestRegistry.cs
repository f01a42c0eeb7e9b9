using System.Security.Cryptography;
using System.Text.Json;
using BenchCluster.Docker;
using BenchCluster.Tests.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BenchCluster.Tests.Docker;

/// <summary>
/// A registry of images on this machine's loopback, where engines ask for no certificate. It has the image
/// <c>present</c>, of one file, and no other.
/// </summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private readonly WebApplication _app;
    private readonly Dictionary<string, byte[]> _blobs = [];
    private readonly byte[] _manifest;

    private TestRegistry(WebApplication app, string cluster)
    {
        _app = app;
        var plain = new ContextArchive().File("file", cluster).Plain();
        var layer = Blob("application/vnd.docker.image.rootfs.diff.tar.gzip", new ContextArchive().File("file", cluster).Gzipped());
        var config = Blob("application/vnd.docker.container.image.v1+json", JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = "amd64",
            os = "linux",
            config = new { Labels = new Dictionary<string, string> { [DockerLabels.Cluster] = cluster } },
            rootfs = new { type = "layers", diff_ids = new[] { DigestOf(plain) } },
        }));
        _manifest = JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, mediaType = ManifestType, config, layers = new[] { layer } });
        app.MapGet("/v2/", () => Results.Json(new { }));
        app.MapMethods("/v2/{name}/manifests/{tag}", ["GET", "HEAD"], (string name) => name is "present" ? Manifest() : Absent("MANIFEST_UNKNOWN"));
        app.MapGet("/v2/{name}/blobs/{digest}", (string digest) =>
            _blobs.TryGetValue(digest, out var blob) ? Results.Bytes(blob, "application/octet-stream") : Absent("BLOB_UNKNOWN"));
    }

    /// <summary>Starts one.</summary>
    /// <param name="cluster">Whose the image is, by its label.</param>
    public static TestRegistry Start(string cluster)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var registry = new TestRegistry(builder.Build(), cluster);
        registry._app.Start();
        return registry;
    }

    /// <summary>How the engine names an image of it.</summary>
    public string Reference(string image) => $"{new Uri(_app.Urls.Single()).Authority}/{image}:1";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Absent(string code) =>
        Results.Json(new { errors = new[] { new { code, message = "unknown", detail = "" } } }, statusCode: 404);

    private static string DigestOf(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private ManifestResult Manifest() => new ManifestResult(_manifest);

    private object Blob(string mediaType, byte[] bytes)
    {
        var digest = DigestOf(bytes);
        _blobs[digest] = bytes;
        return new { mediaType, size = bytes.Length, digest };
    }

    private sealed class ManifestResult(byte[] manifest) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = ManifestType;
            httpContext.Response.ContentLength = manifest.Length;
            httpContext.Response.Headers["Docker-Content-Digest"] = DigestOf(manifest);
            if (HttpMethods.IsGet(httpContext.Request.Method))
                await httpContext.Response.Body.WriteAsync(manifest);
        }
    }
}
