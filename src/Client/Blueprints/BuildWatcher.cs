using BenchCluster.Blueprints;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Blueprints;

/// <summary>Waits for blueprints to be built.</summary>
internal sealed class BuildWatcher(BenchClient client, TimeProvider time, IReadOnlyList<string> blueprintIds)
{
    private const int AtOnce = 8;

    /// <summary>How many builds that go on are named.</summary>
    private const int Named = 6;

    private readonly Patience _patience = new(time);
    private readonly long _start = time.GetTimestamp();
    private readonly BlueprintView?[] _views = new BlueprintView?[blueprintIds.Count];

    /// <summary>Waits until all have ended, well or badly.</summary>
    public async Task<IReadOnlyList<BlueprintView>> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var open = Enumerable.Range(0, _views.Length).Where(index => !HasEnded(_views[index])).ToList();
            if (open.Count == 0)
                return _views!;
            await Parallel.ForEachAsync(
                open, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (index, cancellation) => Volatile.Write(
                    ref _views[index], await _patience.AskAsync(c => client.Blueprints.GetAsync(blueprintIds[index], c), cancellation)));
            if (!Array.TrueForAll(_views, HasEnded))
                await Task.Delay(PollPauses.For(open.Count), time, cancellationToken);
        }
    }

    /// <summary>How far they are.</summary>
    public ProgressFrame Frame()
    {
        var views = _views.Select((_, index) => Volatile.Read(ref _views[index])).OfType<BlueprintView>().ToList();
        var built = views.Count(view => view.Status == BlueprintStatus.BuildComplete);
        var failed = views.Count(view => view.Status == BlueprintStatus.Failed);
        var building = views.Where(view => view.Status == BlueprintStatus.Building).Select(view => view.Name).ToList();
        var counts = $"{built} of {_views.Length} built" + (failed > 0 ? $", {failed} failed" : "")
            + (building.Count > 0 ? $", building {string.Join(", ", building.Take(Named))}{(building.Count > Named ? ", …" : "")}" : "");
        var bar = new ProgressBar("environments", built, failed, building.Count, _views.Length, counts, time.GetElapsedTime(_start));
        return new ProgressFrame([bar], [], _patience.IsAway ? PollPauses.AwayNotice : null);
    }

    private static bool HasEnded(BlueprintView? view) => view?.Status is BlueprintStatus.BuildComplete or BlueprintStatus.Failed;
}
