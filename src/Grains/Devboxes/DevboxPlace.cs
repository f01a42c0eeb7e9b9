using BenchCluster.Nodes;
using BenchCluster.Placement;

namespace BenchCluster.Devboxes;

/// <summary>A devbox's place in the cluster: asked for, given back, waited for while its node is away.</summary>
internal sealed class DevboxPlace(IGrainFactory grains, INodeDirectory nodes, INodeBook book, DevboxOptions options, TimeProvider clock)
{
    private static readonly TimeSpan ReserveWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(250);

    private IPlacementGrain Places => grains.GetGrain<IPlacementGrain>(IPlacementGrain.Key);

    /// <summary>Waits for a place, unless no node will ever have it.</summary>
    public async Task<DevboxEvent> ReserveAsync(DevboxState state, CancellationToken cancellationToken)
    {
        var ask = AskOf(state);
        var since = clock.GetTimestamp();
        // Leaving the queue is what ends a wait, and every answer is waited for: a place that is granted to a devbox that
        // does not want it any more is given back after it.
        await using var leaving = cancellationToken.Register(() => _ = ReleaseAsync(state.Id));
        string? node;
        while ((node = await Places.Reserve(ask, ReserveWait, CancellationToken.None)) is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A node that is large enough may be away.
            if (clock.GetElapsedTime(since) >= options.NodeLostAfter && await Places.WhyNever(ask) is { } why)
                return new DevboxEvent.Failed(FailureReason.ExecutionFailed, why, false, clock.GetUtcNow());
        }

        await book.WriteAsync(state.Id, node, cancellationToken);
        return new DevboxEvent.PlaceGranted(node, clock.GetUtcNow());
    }

    /// <summary>Has the place counted that it has.</summary>
    public Task AdoptAsync(DevboxState state) => Places.Adopt(AskOf(state), state.Node!);

    /// <summary>Gives the place back and keeps the disk.</summary>
    public Task ParkAsync(DevboxState state) => Places.Park(AskOf(state), state.Node!);

    /// <summary>Gives the place, or the turn, and the disk back.</summary>
    public Task ReleaseAsync(string devboxId) => Places.Release(devboxId);

    /// <summary>How many wait before it; null when nobody knows.</summary>
    public async Task<int?> PositionAsync(string devboxId)
    {
        try
        {
            return await Places.PositionOf(devboxId);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // The queue moves to another silo.
            return null;
        }
    }

    /// <summary>Waits until its node is there, or was away for too long: then it is lost.</summary>
    public async Task<bool> IsLostAsync(DevboxState state, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (!nodes.Alive.Contains(state.Node!))
        {
            var away = clock.GetElapsedTime(since);
            if (away >= options.NodeLostAfter
                || (state.Spec!.IsReplaceable && away >= options.ReplacedAfter && !await book.IsLeavingAsync(state.Node!, cancellationToken)))
            {
                await ReleaseAsync(state.Id);
                return true;
            }

            await Task.Delay(LookPeriod, clock, cancellationToken);
        }

        return false;
    }

    private static PlacementAsk AskOf(DevboxState state) => PlacementAsk.Of(state.Id, state.CreatedAt, state.Spec!.Request.LaunchParameters) with
    {
        Group = state.Spec.Group ?? "",
        Image = state.Image ?? "",
        // A disk stays where it is.
        Node = state.Epoch > 0 ? state.Node : null,
    };
}
