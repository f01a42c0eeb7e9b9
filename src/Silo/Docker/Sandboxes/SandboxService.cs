namespace BenchCluster.Docker.Sandboxes;

/// <summary>Keeps the sandboxes at what is wanted while the silo runs, and leaves none idle when it stops.</summary>
internal sealed partial class SandboxService(DockerContainerEngine engine, TimeProvider time, ILogger<SandboxService> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>How long sandboxes are kept while there is no devbox.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await engine.Sandboxes.EmptyAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var looked = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (time.GetUtcNow() - looked >= Look)
                {
                    await engine.Sandboxes.ReconcileAsync(stoppingToken);
                    looked = time.GetUtcNow();
                }

                await engine.Sandboxes.FillAsync(stoppingToken);
                if (!engine.Sandboxes.AreIdle)
                    await engine.Sandboxes.WaitAsync(Look, stoppingToken);
                else if (!await engine.Sandboxes.WaitAsync(Keep, stoppingToken))
                    await engine.Sandboxes.EmptyAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Devboxes make do without.
                LogFailed(logger, e.Message);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No sandboxes can be made ready: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
