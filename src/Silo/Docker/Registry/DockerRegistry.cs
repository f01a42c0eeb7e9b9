using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BenchCluster.Engine;
using Docker.DotNet.Models;

namespace BenchCluster.Docker.Registry;

/// <summary>The cluster's own images in a registry: the engine pushes and pulls them under the registry's name.</summary>
internal sealed class DockerRegistry(DockerConnection connection, DockerImages images, DockerOptions options, RegistryOptions registry) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        BaseAddress = registry.Url,
        Timeout = options.CallTimeout,
    };

    /// <summary>The registry has the image from then on.</summary>
    /// <exception cref="EngineException">The engine cannot; <see cref="EngineError.NoSuchImage"/>: it was removed meanwhile.</exception>
    public async Task PushAsync(string image, CancellationToken cancellationToken)
    {
        var call = DockerCall.OnImage("Push", image);
        var (repository, tag) = Split(registry.ReferenceOf(image));
        await TagAsync(image, repository, tag, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"images/{repository}/push?tag={Uri.EscapeDataString(tag)}");
            // Asked for by the engine also where there is nothing to say.
            request.Headers.Add("X-Registry-Auth", DockerImages.AuthenticationOf(registry.Credentials));
            await connection.SendAsync(
                call,
                request,
                options.ImageTimeout,
                (answer, token) => EngineMessage.ReadToEndAsync(answer, call, token),
                cancellationToken);
        }
        finally
        {
            await images.RemoveAsync($"{repository}:{tag}", CancellationToken.None);
        }
    }

    /// <summary>Brings the image from the registry; false when that does not have it.</summary>
    /// <exception cref="EngineException">The registry cannot be asked.</exception>
    public async Task<bool> TryPullAsync(string image, CancellationToken cancellationToken)
    {
        var reference = registry.ReferenceOf(image);
        try
        {
            await images.PullAsync(reference, registry.Credentials, cancellationToken);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchImage)
        {
            return false;
        }

        var (repository, tag) = Split(image);
        await TagAsync(reference, repository, tag, cancellationToken);
        await images.RemoveAsync(reference, cancellationToken);
        return true;
    }

    /// <summary>The registry does not have the image any more; its disk is given back when the registry collects its garbage.</summary>
    /// <exception cref="HttpRequestException">It does not let go of it.</exception>
    public async Task RemoveAsync(string image, CancellationToken cancellationToken)
    {
        var (repository, tag) = Split(registry.ReferenceOf(image));
        var name = repository[(repository.IndexOf('/', StringComparison.Ordinal) + 1)..];
        using var found = await SendAsync(HttpMethod.Head, $"/v2/{name}/manifests/{tag}", cancellationToken);
        if (found.StatusCode is HttpStatusCode.NotFound)
            return;
        found.EnsureSuccessStatusCode();
        var digest = found.Headers.TryGetValues("Docker-Content-Digest", out var digests)
            ? digests.First()
            : throw new HttpRequestException($"The registry does not say the digest of '{image}'.");
        using var removed = await SendAsync(HttpMethod.Delete, $"/v2/{name}/manifests/{digest}", cancellationToken);
        if (removed.StatusCode is not HttpStatusCode.NotFound)
            removed.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.docker.distribution.manifest.v2+json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.oci.image.manifest.v1+json"));
        if (registry.Credentials is { } who)
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{who.Username}:{who.Password}")));
        return await _http.SendAsync(request, cancellationToken);
    }

    private Task TagAsync(string image, string repository, string tag, CancellationToken cancellationToken) => connection.CallAsync(
        DockerCall.OnImage("Tagging", image),
        (client, token) => client.Images.TagImageAsync(image, new ImageTagParameters { RepositoryName = repository, Tag = tag, Force = true }, token),
        cancellationToken);

    /// <summary>A reference in its parts; images of the cluster's own always have a tag.</summary>
    private static (string Repository, string Tag) Split(string reference)
    {
        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/') ? (reference[..colon], reference[(colon + 1)..]) : (reference, "latest");
    }
}
