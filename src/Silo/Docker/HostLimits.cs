using BenchCluster.Engine;
using Docker.DotNet;

namespace BenchCluster.Docker;

/// <summary>To what the engine's host can hold a container; found out once.</summary>
internal sealed partial class HostLimits(DockerConnection connection, ILogger logger)
{
    private static readonly DockerCall Call = new("Information about the engine", EngineError.Other);
    private volatile int _cores;
    private volatile bool _limitsDisk;

    /// <summary>Whether the engine's storage can hold a container's writable layer to a size.</summary>
    public async ValueTask<bool> CanLimitDiskAsync(CancellationToken cancellationToken)
    {
        await LearnAsync(cancellationToken);
        return _limitsDisk;
    }

    /// <summary>
    /// The limits with no more cores than there are: Docker refuses more, and who may use more than all may use all.
    /// </summary>
    public async ValueTask<ContainerLimits> FitAsync(ContainerLimits limits, CancellationToken cancellationToken)
    {
        await LearnAsync(cancellationToken);
        return limits with { Cpus = Math.Min(limits.Cpus, _cores) };
    }

    /// <summary>
    /// Whether <paramref name="refusal"/> is about the limit; if so it is not asked for again. The engine does not tell
    /// beforehand whether an xfs has project quotas.
    /// </summary>
    public bool GiveUpOnDisk(EngineException refusal)
    {
        if (refusal.InnerException is not DockerApiException || !refusal.Message.Contains("storage-opt", StringComparison.OrdinalIgnoreCase))
            return false;
        if (_limitsDisk)
            Log.Unsupported(logger, "the engine refused it", refusal);
        _limitsDisk = false;
        return true;
    }

    private async ValueTask LearnAsync(CancellationToken cancellationToken)
    {
        if (_cores > 0)
            return;
        var info = await connection.CallAsync(Call, (client, token) => client.System.GetSystemInfoAsync(token), cancellationToken);
        var backing = info.DriverStatus?.FirstOrDefault(pair => pair is ["Backing Filesystem", _])?[1];
        _limitsDisk = info.Driver is "btrfs" or "zfs" || (info.Driver is "overlay2" && backing is "xfs");
        // Last: it says that all is known.
        _cores = Math.Max(1, (int)info.NCPU);
        if (!_limitsDisk)
            Log.Unsupported(logger, $"{info.Driver} on {backing ?? "an unknown filesystem"} cannot", null);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Disk limits of devboxes are not enforced by the engine: {Reason}.")]
        public static partial void Unsupported(ILogger logger, string reason, Exception? exception);
    }
}
