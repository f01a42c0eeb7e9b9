using System.Diagnostics;
using BenchCluster.Devboxes;
using BenchCluster.Nodes;
using BenchCluster.Placement;

namespace BenchCluster.Http.Devboxes;

/// <summary>Refuses devboxes when too many wait for a place already, so that the queue has an end.</summary>
internal sealed class DevboxAdmission(IGrainFactory grains, NodeIdentity identity, DevboxOptions options)
{
    /// <summary>A queue that is full does not have to be counted for each request that it refuses.</summary>
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMilliseconds(250);

    private (int Waiting, long At) _seen;

    /// <summary>Lets in, or not.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.TooMany"/>.</exception>
    public async Task RequireRoomAsync()
    {
        if (_seen.At == 0 || Stopwatch.GetElapsedTime(_seen.At) > RememberedFor)
        {
            var load = await grains.GetGrain<IPlacementGrain>(IPlacementGrain.Key).LoadOf(identity.Node);
            _seen = (load.Waiting, Stopwatch.GetTimestamp());
        }

        if (_seen.Waiting >= options.QueueLimit)
            throw new BenchException(BenchError.TooMany, $"{_seen.Waiting} devboxes wait for a place already; no more are taken until some have one.");
    }
}
