using BenchCluster.Blueprints;
using BenchCluster.Client.Blueprints;

namespace BenchCluster.Client.Commands;

/// <summary>Watches builds to their end, and shows the end of the log of one that failed.</summary>
internal sealed class BuildFollower(CommandContext context)
{
    /// <summary>Lines of a failed build's log that are shown.</summary>
    private const int LogLines = 15;

    /// <summary>The builds, once all have ended.</summary>
    public async Task<IReadOnlyList<BlueprintView>> FollowAsync(IReadOnlyList<string?> blueprintIds, CancellationToken cancellationToken)
    {
        var watcher = new BuildWatcher(context.Client, context.Time, [.. blueprintIds.OfType<string>().Distinct()]);
        var waiting = watcher.WaitAsync(cancellationToken);
        await context.Terminal.Error.ShowAsync(watcher.Frame, waiting, context.Time);
        var builds = await waiting;
        foreach (var failed in builds.Where(build => build.Status == BlueprintStatus.Failed))
            await WriteFailureAsync(failed, cancellationToken);
        return builds;
    }

    private async Task WriteFailureAsync(BlueprintView blueprint, CancellationToken cancellationToken)
    {
        var reason = blueprint.FailureMessage ?? blueprint.FailureReason;
        context.Terminal.WriteError($"the environment {blueprint.Name} ({blueprint.Id}) could not be built: {reason}");
        foreach (var line in (await context.Client.Blueprints.LogsAsync(blueprint.Id, cancellationToken)).TakeLast(LogLines))
            context.Terminal.WriteNotice($"  {line.Message.TrimEnd()}");
    }
}
