using BenchCluster.BenchmarkRuns;
using BenchCluster.Blueprints;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Index;
using BenchCluster.ScenarioRuns;
using Microsoft.Extensions.Hosting;

namespace BenchCluster.Nodes;

/// <summary>
/// What a node does by itself: on start, pokes everything unfinished so that it goes on; then follows the engine's
/// events, and reaps containers that no devbox claims.
/// </summary>
internal sealed partial class NodeService(
    IGrainFactory grains, IResourceIndex index, IContainerEngine engine, TimeProvider clock, ILogger<NodeService> logger)
    : BackgroundService
{
    private static readonly TimeSpan OrphanGrace = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ReapPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(2);
    private const int PokesAtOnce = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Events first: what happens during the sweep must not be missed.
            var events = FollowEventsAsync(stoppingToken);
            await SweepAsync(stoppingToken);
            await Task.WhenAll(events, ReapAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    /// <summary>Pokes everything that has not reached its end: devboxes first, because runs ask them.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await PokeAsync(ResourceKind.Blueprint, id => grains.GetGrain<IBlueprintGrain>(id).Reconcile(), cancellationToken);
        await PokeAsync(ResourceKind.Devbox, id => grains.GetGrain<IDevboxGrain>(id).Reconcile(), cancellationToken);
        await PokeAsync(ResourceKind.ScenarioRun, id => grains.GetGrain<IScenarioRunGrain>(id).Reconcile(), cancellationToken);
        await PokeAsync(ResourceKind.BenchmarkRun, id => grains.GetGrain<IBenchmarkRunGrain>(id).Reconcile(), cancellationToken);
    }

    private async Task PokeAsync(ResourceKind kind, Func<string, Task> poke, CancellationToken cancellationToken)
    {
        var count = 0;
        var limits = new ParallelOptions { MaxDegreeOfParallelism = PokesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(index.ListUnfinishedAsync(kind.Prefix, cancellationToken), limits, async (id, _) =>
        {
            Interlocked.Increment(ref count);
            try
            {
                await poke(id);
            }
            catch (Exception e)
            {
                // One that cannot go on must not keep the others from it.
                LogPokeFailed(logger, e, id);
            }
        });
        if (count > 0)
            LogSwept(logger, count, kind.Noun);
    }

    private async Task FollowEventsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await foreach (var happened in engine.WatchAsync(cancellationToken))
                {
                    if (happened.Kind is ContainerEventKind.Died or ContainerEventKind.Removed)
                        await grains.GetGrain<IDevboxGrain>(happened.DevboxId).Reconcile();
                }
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogEventsLost(logger, e.Message);
            }

            await Task.Delay(Reconnect, clock, cancellationToken);
            // What happened in between was not told.
            await PokeAsync(ResourceKind.Devbox, id => grains.GetGrain<IDevboxGrain>(id).Reconcile(), cancellationToken);
        }
    }

    private async Task ReapAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                foreach (var container in await engine.ListAsync(cancellationToken))
                {
                    if (clock.GetUtcNow() - container.CreatedAt < OrphanGrace
                        || await grains.GetGrain<IDevboxGrain>(container.DevboxId).Claims(container.Epoch))
                    {
                        continue;
                    }

                    LogReaped(logger, container.Name);
                    await engine.RemoveAsync(container.Id, cancellationToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogReapFailed(logger, e.Message);
            }

            await Task.Delay(ReapPeriod, clock, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Found {Count} unfinished {Noun}(s); they go on.")]
    private static partial void LogSwept(ILogger logger, int count, string noun);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id} could not go on.")]
    private static partial void LogPokeFailed(ILogger logger, Exception exception, string id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The engine's events are lost ({Reason}); they are followed again.")]
    private static partial void LogEventsLost(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No devbox claims the container {Name}; it is removed.")]
    private static partial void LogReaped(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Containers could not be checked for owners: {Reason}")]
    private static partial void LogReapFailed(ILogger logger, string reason);
}
