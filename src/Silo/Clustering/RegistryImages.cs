using BenchCluster.Docker;
using BenchCluster.Engine;

namespace BenchCluster.Clustering;

/// <summary>Images from the cluster's registry where there is one that has them, else from where they come from without.</summary>
internal sealed partial class RegistryImages(DockerContainerEngine here, IPeerImages others, ILogger<RegistryImages> logger) : IPeerImages
{
    /// <summary>What the cluster's own images are called; others are no business of its registry's.</summary>
    private const string Own = "benchcluster/";

    public async Task<bool> TryFetchAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            if (here.Registry is { } registry && image.StartsWith(Own, StringComparison.Ordinal) && await registry.TryPullAsync(image, cancellationToken))
            {
                LogFetched(logger, image);
                return true;
            }
        }
        catch (EngineException e)
        {
            LogNotFetched(logger, image, e.Message);
        }

        return await others.TryFetchAsync(image, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The image {Image} came from the registry.")]
    private static partial void LogFetched(ILogger logger, string image);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The image {Image} could not be had from the registry: {Reason}")]
    private static partial void LogNotFetched(ILogger logger, string image, string reason);
}
