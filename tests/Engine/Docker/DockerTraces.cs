using BenchCluster.Docker;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace BenchCluster.Tests.Docker;

/// <summary>What a cluster has on an engine: containers and images with its label.</summary>
/// <param name="client">The engine without the adapter.</param>
internal sealed class DockerTraces(DockerClient client)
{
    /// <summary>Removes all of it, and fails if something stays.</summary>
    public async Task RemoveAsync(params string[] clusters)
    {
        // Several times: the engine may be removing something itself, as after a build that was cancelled, and an image
        // goes after those that are made of it.
        await Eventually.Get(
            async () =>
            {
                var left = await Task.WhenAll(clusters.Select(RemoveOnceAsync));
                return string.Join(", ", left.SelectMany(found => found));
            },
            left => left.Length == 0);
    }

    /// <summary>Removes what can be removed, and tells what there was.</summary>
    private async Task<IReadOnlyList<string>> RemoveOnceAsync(string cluster)
    {
        var containers = await ContainersAsync(cluster);
        foreach (var container in containers)
            await TryAsync(client.Containers.RemoveContainerAsync(container.ID, new() { Force = true, RemoveVolumes = true }));
        var images = await ImagesAsync(cluster);
        foreach (var image in images)
            await TryAsync(client.Images.DeleteImageAsync(image.ID, new() { Force = true }));
        return
        [
            .. containers.Select(container => $"container {container.Names[0]}"),
            .. images.Select(image => $"image {image.ID}"),
        ];
    }

    private Task<IList<ContainerListResponse>> ContainersAsync(string cluster) =>
        client.Containers.ListContainersAsync(new() { All = true, Filters = Labelled(cluster) });

    private Task<IList<ImagesListResponse>> ImagesAsync(string cluster) =>
        client.Images.ListImagesAsync(new() { All = true, Filters = Labelled(cluster) });

    private static async Task TryAsync(Task removal)
    {
        try
        {
            await removal;
        }
        catch (DockerApiException)
        {
            // It has gone meanwhile, or something else has to go first.
        }
    }

    private static Dictionary<string, IDictionary<string, bool>> Labelled(string cluster) => new()
    {
        ["label"] = new Dictionary<string, bool> { [$"{DockerLabels.Cluster}={cluster}"] = true },
    };
}
