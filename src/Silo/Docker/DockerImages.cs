using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BenchCluster.Engine;
using Docker.DotNet.Models;

namespace BenchCluster.Docker;

/// <summary>Images: looked at, pulled, committed and removed.</summary>
internal sealed class DockerImages(DockerConnection connection, DockerOptions options)
{
    /// <inheritdoc cref="IContainerEngine.InspectImageAsync"/>
    public async Task<ImageInfo?> InspectAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            var response = await connection.CallAsync(
                DockerCall.OnImage("Inspection", image),
                (client, token) => client.Images.InspectImageAsync(image, token),
                cancellationToken);
            return InfoOf(response);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchImage)
        {
            return null;
        }
    }

    /// <inheritdoc cref="IContainerEngine.PullImageAsync"/>
    public async Task PullAsync(string image, RegistryCredentials? credentials, CancellationToken cancellationToken)
    {
        var call = DockerCall.OnImage("Pull", image);
        // Without a tag the engine would fetch all of them.
        var reference = image.Contains('@') || image.LastIndexOf(':') > image.LastIndexOf('/') ? image : image + ":latest";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"images/create?fromImage={Uri.EscapeDataString(reference)}");
        if (credentials is not null)
            request.Headers.Add("X-Registry-Auth", AuthenticationOf(credentials));
        await connection.SendAsync(
            call,
            request,
            options.ImageTimeout,
            async (answer, token) =>
            {
                await foreach (var message in EngineMessage.ReadAsync(answer, token))
                {
                    if (message.Failure is { } failure)
                        throw DockerErrors.OfMessage(failure, IsAbsence(failure) ? call with { Failure = EngineError.NoSuchImage } : call);
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>Writes the image with all its layers, as another engine loads it.</summary>
    /// <exception cref="EngineException"><see cref="EngineError.NoSuchImage"/>.</exception>
    public async Task SaveAsync(string image, Stream archive, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"images/{Uri.EscapeDataString(image)}/get");
        await connection.SendAsync(
            DockerCall.OnImage("Saving", image),
            request,
            options.ImageTimeout,
            async (answer, token) =>
            {
                await answer.CopyToAsync(archive, token);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Reads an image that another engine has saved.</summary>
    public async Task LoadAsync(string image, Stream archive, CancellationToken cancellationToken)
    {
        var call = DockerCall.OnImage("Loading", image);
        using var request = new HttpRequestMessage(HttpMethod.Post, "images/load?quiet=1") { Content = new StreamContent(archive) };
        request.Content.Headers.ContentType = new("application/x-tar");
        await connection.SendAsync(
            call,
            request,
            options.ImageTimeout,
            (answer, token) => EngineMessage.ReadToEndAsync(answer, call, token),
            cancellationToken);
    }

    /// <inheritdoc cref="IContainerEngine.CommitAsync"/>
    public async Task<ImageInfo> CommitAsync(string container, string tag, CancellationToken cancellationToken)
    {
        var call = DockerCall.OnContainer("Commit", container);
        var made = await connection.CallAsync(
            call, (client, token) => client.Containers.InspectContainerAsync(container, token), cancellationToken);
        var parent = await ConfigOfAsync(made.Image, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, CommitQuery(container, tag))
        {
            Content = new StringContent(
                CommittedConfig.Of(parent, made.Config).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        var id = await connection.SendAsync(call, request, options.ImageTimeout, ReadIdAsync, cancellationToken);
        var image = await InspectAsync(id, cancellationToken)
            ?? throw new EngineException(EngineError.NoSuchImage, $"{call.What}: the image was removed while it was made.");
        if (DockerLabels.OwnerIn(image.Labels.ToDictionary()) is null)
            return image;
        // With the labels it has the agent's program, and the values of the devbox's variables.
        await RemoveAsync(id, cancellationToken);
        throw new EngineException(EngineError.Other, $"{call.What}: the engine does not let the image's configuration be said, as Podman does not.");
    }

    /// <inheritdoc cref="IContainerEngine.RemoveImageAsync"/>
    public async Task RemoveAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            await connection.CallAsync(
                DockerCall.OnImage("Removal", image),
                (client, token) => client.Images.DeleteImageAsync(image, new ImageDeleteParameters(), token),
                cancellationToken);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchImage)
        {
            // That is what was asked for.
        }
    }

    /// <summary>Who asks a registry, as the engine's API wants it said.</summary>
    public static string AuthenticationOf(RegistryCredentials? credentials) => Convert.ToBase64String(credentials is null
        ? "{}"u8
        : JsonSerializer.SerializeToUtf8Bytes(new { username = credentials.Username, password = credentials.Password })).Replace('+', '-').Replace('/', '_');

    private static ImageInfo InfoOf(ImageInspectResponse response) => new()
    {
        Id = response.ID,
        User = response.Config?.User is null or "" or "0" or "root" ? null : response.Config.User,
        WorkingDirectory = response.Config?.WorkingDir is null or "" or "/" ? null : response.Config.WorkingDir,
        Labels = response.Config?.Labels?.ToDictionary() ?? [],
        SizeBytes = response.Size,
    };

    /// <summary>Registries say in many words that they do not have an image, or would not tell a stranger.</summary>
    private static bool IsAbsence(string failure) =>
        failure.Contains("not found", StringComparison.OrdinalIgnoreCase)
        || failure.Contains("does not exist", StringComparison.OrdinalIgnoreCase)
        || failure.Contains("manifest unknown", StringComparison.OrdinalIgnoreCase);

    private static string CommitQuery(string container, string tag)
    {
        var colon = tag.LastIndexOf(':');
        var (repository, version) = colon > tag.LastIndexOf('/') ? (tag[..colon], tag[(colon + 1)..]) : (tag, "latest");
        return $"commit?container={Uri.EscapeDataString(container)}&repo={Uri.EscapeDataString(repository)}"
            + $"&tag={Uri.EscapeDataString(version)}&pause=true";
    }

    private static async Task<string> ReadIdAsync(Stream answer, CancellationToken cancellationToken)
    {
        var json = await JsonNode.ParseAsync(answer, cancellationToken: cancellationToken);
        return json?["Id"]?.GetValue<string>() ?? throw new IOException("The answer has no image id.");
    }

    /// <summary>The image's configuration as it is written, with fields that Docker.DotNet does not know.</summary>
    private async Task<JsonObject> ConfigOfAsync(string image, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"images/{Uri.EscapeDataString(image)}/json");
        return await connection.SendAsync(
            DockerCall.OnImage("Inspection", image),
            request,
            options.CallTimeout,
            async (answer, token) =>
            {
                var json = await JsonNode.ParseAsync(answer, cancellationToken: token);
                return json?["Config"] is JsonObject config ? (JsonObject)config.DeepClone() : [];
            },
            cancellationToken);
    }
}
