using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Blueprints;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Index;
using BenchCluster.ScenarioRuns;
using BenchCluster.Snapshots;
using Microsoft.Extensions.Hosting;

namespace BenchCluster.Nodes;

/// <summary>
/// What a node does by itself: on start, and every few minutes after, pokes everything unfinished so that it goes on;
/// follows the engine's events; and reaps containers that no devbox claims.
/// </summary>
internal sealed partial class NodeService(
    IGrainFactory grains, IResourceIndex index, IContainerEngine engine, TimeProvider clock, ILogger<NodeService> logger)
    : BackgroundService
{
    private static readonly TimeSpan OrphanGrace = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ReapPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(2);
    private const int PokesAtOnce = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Events first: what happens during the sweep must not be missed.
            await Task.WhenAll(
                FollowEventsAsync(stoppingToken),
                RepeatAsync("Going on with what is unfinished", SweepAsync, SweepPeriod, stoppingToken),
                RepeatAsync("Looking for containers without owners", ReapAsync, ReapPeriod, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    /// <summary>Does it again and again; a failure is for the next time to cure.</summary>
    private async Task RepeatAsync(string what, Func<CancellationToken, Task> work, TimeSpan period, CancellationToken cancellationToken)
    {
        while (true)
        {
            await TryAsync(what, work, cancellationToken);
            await Task.Delay(period, clock, cancellationToken);
        }
    }

    private async Task TryAsync(string what, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, e, what);
        }
    }

    /// <summary>Pokes everything that has not reached its end: devboxes first, because runs ask them.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await PokeAsync(ResourceKind.Blueprint, id => grains.GetGrain<IBlueprintGrain>(id).Reconcile(), cancellationToken);
        await PokeDevboxesAsync(cancellationToken);
        await PokeAsync(ResourceKind.Snapshot, id => grains.GetGrain<ISnapshotGrain>(id).Reconcile(), cancellationToken);
        await PokeAsync(ResourceKind.ScenarioRun, id => grains.GetGrain<IScenarioRunGrain>(id).Reconcile(), cancellationToken);
        await PokeAsync(ResourceKind.BenchmarkRun, id => grains.GetGrain<IBenchmarkRunGrain>(id).Reconcile(), cancellationToken);
        await PokeAsync(ResourceKind.BenchmarkJob, id => grains.GetGrain<IBenchmarkJobGrain>(id).Reconcile(), cancellationToken);
    }

    private Task PokeDevboxesAsync(CancellationToken cancellationToken) =>
        PokeAsync(ResourceKind.Devbox, id => grains.GetGrain<IDevboxGrain>(id).Reconcile(), cancellationToken);

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
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
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
        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                await using var events = engine.WatchAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                var next = events.MoveNextAsync().AsTask();
                // What happened while nobody followed was not told. Asked after the stream has begun, nothing is missed.
                if (isAgain)
                    _ = TryAsync("Asking what became of the devboxes", PokeDevboxesAsync, cancellationToken);
                for (; await next; next = events.MoveNextAsync().AsTask())
                    await HandleAsync(events.Current);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogEventsLost(logger, e.Message);
            }

            await Task.Delay(Reconnect, clock, cancellationToken);
        }
    }

    private async Task HandleAsync(ContainerEvent happened)
    {
        if (happened.Kind is not (ContainerEventKind.Died or ContainerEventKind.Removed))
            return;
        try
        {
            await grains.GetGrain<IDevboxGrain>(happened.DevboxId).Reconcile();
        }
        catch (Exception e)
        {
            LogPokeFailed(logger, e, happened.DevboxId);
        }
    }

    private async Task ReapAsync(CancellationToken cancellationToken)
    {
        foreach (var container in await engine.ListAsync(cancellationToken))
        {
            if (clock.GetUtcNow() - container.CreatedAt < OrphanGrace)
                continue;
            try
            {
                if (await grains.GetGrain<IDevboxGrain>(container.DevboxId).Claims(container.Epoch))
                    continue;
                LogReaped(logger, container.Name);
                await engine.RemoveAsync(container.Id, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // One that cannot be asked for or removed must not keep the others.
                LogReapFailed(logger, container.Name, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} unfinished {Noun}(s) go on.")]
    private static partial void LogSwept(ILogger logger, int count, string noun);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id} could not go on.")]
    private static partial void LogPokeFailed(ILogger logger, Exception exception, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "{What} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The engine's events are lost ({Reason}); they are followed again.")]
    private static partial void LogEventsLost(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No devbox claims the container {Name}; it is removed.")]
    private static partial void LogReaped(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The container {Name} could not be checked for an owner, or not removed: {Reason}")]
    private static partial void LogReapFailed(ILogger logger, string name, string reason);
}
