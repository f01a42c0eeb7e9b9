using BenchCluster.Engine;
using BenchCluster.Lifecycles;

namespace BenchCluster.Docker.Registry;

/// <summary>
/// Keeps the registry as the engine is, a moment later: what was built or kept here is pushed, what was removed is removed
/// there. Nobody waits for it; an image whose push is lost with its silo is only on its node.
/// </summary>
internal sealed partial class RegistryService(DockerContainerEngine engine, ILogger<RegistryService> logger) : BackgroundService
{
    private const int Tries = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (engine.Registry is not { } registry)
            return;
        await foreach (var change in engine.ImageChanges.ReadAllAsync(stoppingToken))
        {
            var pause = RetryPause.First;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await (change.IsRemoved ? registry.RemoveAsync(change.Image, stoppingToken) : registry.PushAsync(change.Image, stoppingToken));
                    break;
                }
                catch (EngineException e) when (e.Error is EngineError.NoSuchImage)
                {
                    // Removed before it was pushed.
                    break;
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // Whatever a registry answers, the silo does without.
                    LogFailed(logger, change.Image, attempt, Tries, e.Message);
                    if (attempt == Tries)
                        break;
                }

                await Task.Delay(pause, stoppingToken);
                pause = RetryPause.After(pause);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The registry could not be told of the image {Image} (try {Attempt} of {Tries}): {Reason}")]
    private static partial void LogFailed(ILogger logger, string image, int attempt, int tries, string reason);
}
