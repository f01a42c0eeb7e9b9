namespace BenchCluster.Snapshots;

/// <summary>What can happen to a snapshot.</summary>
internal abstract record SnapshotEvent
{
    private SnapshotEvent()
    {
    }

    /// <summary>It was asked for.</summary>
    public sealed record Created(string Id, string DevboxId, SnapshotRequest Request, SnapshotSource Source, DateTimeOffset At) : SnapshotEvent;

    /// <summary>The disk is kept.</summary>
    public sealed record Kept(long SizeBytes) : SnapshotEvent;

    /// <summary>The disk cannot be kept.</summary>
    public sealed record Failed(string Message) : SnapshotEvent;

    /// <summary>The devbox knows that it is over.</summary>
    public sealed record DevboxTold : SnapshotEvent;

    /// <summary>Name, message or labels were replaced.</summary>
    public sealed record Updated(SnapshotRequest Request) : SnapshotEvent;

    /// <summary>Somebody deleted it.</summary>
    public sealed record DeleteRequested : SnapshotEvent;

    /// <summary>Its image is gone.</summary>
    public sealed record ImageRemoved : SnapshotEvent;
}
