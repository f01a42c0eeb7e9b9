using BenchCluster.Engine;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace BenchCluster.Docker;

/// <summary>Whether the engine's storage can hold a container's writable layer to a size; found out once.</summary>
internal sealed partial class DiskLimit(DockerConnection connection, ILogger logger)
{
    private static readonly DockerCall Call = new("Information about the engine", EngineError.Other);
    private volatile bool _isKnown;
    private volatile bool _isSupported;

    /// <summary>Whether to ask for the limit.</summary>
    public async ValueTask<bool> IsSupportedAsync(CancellationToken cancellationToken)
    {
        if (!_isKnown)
            Learn(await connection.CallAsync(Call, (client, token) => client.System.GetSystemInfoAsync(token), cancellationToken));
        return _isSupported;
    }

    /// <summary>
    /// Whether <paramref name="refusal"/> is about the limit; if so it is not asked for again. The engine does not tell
    /// beforehand whether an xfs has project quotas.
    /// </summary>
    public bool GiveUpOn(EngineException refusal)
    {
        if (!_isSupported
            || refusal.InnerException is not DockerApiException
            || !refusal.Message.Contains("storage-opt", StringComparison.OrdinalIgnoreCase))
            return false;
        _isSupported = false;
        Log.Unsupported(logger, "the engine refused it", refusal);
        return true;
    }

    private void Learn(SystemInfoResponse info)
    {
        var backing = info.DriverStatus?.FirstOrDefault(pair => pair is ["Backing Filesystem", _])?[1];
        var isSupported = info.Driver is "btrfs" or "zfs" || (info.Driver is "overlay2" && backing is "xfs");
        _isSupported = isSupported;
        _isKnown = true;
        if (!isSupported)
            Log.Unsupported(logger, $"{info.Driver} on {backing ?? "an unknown filesystem"} cannot", null);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Disk limits of devboxes are not enforced by the engine: {Reason}.")]
        public static partial void Unsupported(ILogger logger, string reason, Exception? exception);
    }
}
