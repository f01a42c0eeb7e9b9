using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Blueprints;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Index;
using BenchCluster.Objects;
using BenchCluster.ScenarioRuns;
using BenchCluster.Snapshots;
using Microsoft.Extensions.Hosting;

namespace BenchCluster.Nodes;

/// <summary>
/// What a node does by itself: on start, and every few minutes after, pokes everything unfinished so that it goes on;
/// follows the engine's events; and reaps containers that no devbox claims.
/// </summary>
internal sealed partial class NodeService(
    IGrainFactory grains, IResourceIndex index, IContainerEngine engine, INodeDirectory directory, NodeIdentity identity, DevboxOptions options, TimeProvider clock,
    ILogger<NodeService> logger)
    : BackgroundService
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(2);
    private const int PokesAtOnce = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Events first: what happens during the sweep must not be missed.
            await Task.WhenAll(
                FollowEventsAsync(stoppingToken),
                KeepSweepingAsync(stoppingToken),
                RepeatAsync("Looking for containers without owners", ReapAsync, options.OrphanGrace / 2, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    /// <summary>
    /// The first of the nodes sweeps for all of them: on start, every few minutes, and when a node came or went, because
    /// the grains of a silo that died are on none until somebody asks for them.
    /// </summary>
    private async Task KeepSweepingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var alive = directory.Alive;
            var isDone = true;
            if (alive.Count > 0 && alive[0] == identity.Node)
                isDone = await TryAsync("Going on with what is unfinished", SweepAsync, cancellationToken);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(
                Task.Delay(isDone ? SweepPeriod : RetryPeriod, clock, either.Token), directory.WaitForChangeAsync(alive, either.Token));
            await either.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
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

    private async Task<bool> TryAsync(string what, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, e, what);
            return false;
        }
    }

    /// <summary>Pokes everything that has not reached its end: devboxes first, because runs ask them.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await PokeAsync(ResourceKind.Blueprint, id => grains.GetGrain<IBlueprintGrain>(id).Reconcile(), cancellationToken);
        await PokeDevboxesAsync(cancellationToken);
        await PokeAsync(ResourceKind.StorageObject, id => grains.GetGrain<IStorageObjectGrain>(id).Reconcile(), cancellationToken);
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
        try
        {
            var devbox = grains.GetGrain<IDevboxGrain>(happened.DevboxId);
            await (happened.Kind is ContainerEventKind.OutOfMemory ? devbox.NoteOutOfMemory() : devbox.Reconcile());
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
            if (clock.GetUtcNow() - container.CreatedAt < options.OrphanGrace)
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
