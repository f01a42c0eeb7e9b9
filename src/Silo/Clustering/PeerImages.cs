using System.Net;
using BenchCluster.Docker;
using BenchCluster.Engine;
using BenchCluster.Nodes;

namespace BenchCluster.Clustering;

/// <summary>Images of the other nodes' engines, streamed from one to the other.</summary>
internal sealed partial class PeerImages(
    DockerContainerEngine here, INodeDirectory nodes, NodeIdentity identity, PeerClient peers, ILogger<PeerImages> logger) : IPeerImages
{
    /// <summary>Where silos ask each other for images.</summary>
    public const string Path = "/peer/images";

    public async Task<bool> TryFetchAsync(string image, CancellationToken cancellationToken)
    {
        foreach (var node in nodes.Alive.Where(node => node != identity.Node))
        {
            try
            {
                using var found = await peers.SendAsync(
                    HttpMethod.Get, node, $"{Path}?name={Uri.EscapeDataString(image)}", $"the image '{image}'", cancellationToken);
                if (found.StatusCode is HttpStatusCode.NotFound)
                    continue;
                await using var archive = await found.Content.ReadAsStreamAsync(cancellationToken);
                await here.LoadImageAsync(image, archive, cancellationToken);
                LogFetched(logger, image, node);
                return true;
            }
            catch (Exception e) when (e is BenchException or EngineException or IOException or HttpRequestException)
            {
                // Another node may have it too, or a registry.
                LogNotFetched(logger, image, node, e.Message);
            }
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The image {Image} came from the node {Node}.")]
    private static partial void LogFetched(ILogger logger, string image, string node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The image {Image} could not be had from the node {Node}: {Reason}")]
    private static partial void LogNotFetched(ILogger logger, string image, string node, string reason);
}
