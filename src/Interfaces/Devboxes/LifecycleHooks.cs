namespace BenchCluster.Devboxes;

/// <summary>Commands run before a devbox is suspended; what fails or takes too long does not keep it from that.</summary>
[GenerateSerializer, Immutable, Alias("bench.LifecycleHooks")]
public sealed record LifecycleHooks
{
    /// <summary>Run one after another, as the devbox's user.</summary>
    [Id(0)]
    public IReadOnlyList<string>? SuspendCommands { get; init; }

    /// <summary>Milliseconds for all of them; default 30000, at most 60000.</summary>
    [Id(1)]
    public long? SuspendDeadlineMs { get; init; }
}
