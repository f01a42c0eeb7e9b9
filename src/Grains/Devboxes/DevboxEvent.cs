using BenchCluster.Tunnels;

namespace BenchCluster.Devboxes;

/// <summary>What can happen to a devbox.</summary>
internal abstract record DevboxEvent
{
    private DevboxEvent()
    {
    }

    /// <summary>It was asked for.</summary>
    public sealed record Created(string Id, DevboxSpec Spec, byte[]? Confidential, TunnelView? Tunnel, DateTimeOffset At) : DevboxEvent;

    /// <summary>Name or metadata were replaced.</summary>
    public sealed record Updated(string? Name, IReadOnlyDictionary<string, string>? Metadata) : DevboxEvent;

    /// <summary>Its image is on the node.</summary>
    public sealed record ImageResolved(string Image, DevboxFacts Facts) : DevboxEvent;

    /// <summary>It has a place on a node.</summary>
    public sealed record PlaceGranted(string Node, DateTimeOffset At) : DevboxEvent;

    /// <summary>The node that it has its place on was away for too long.</summary>
    public sealed record NodeLost(string Node, DateTimeOffset At) : DevboxEvent;

    /// <summary>Its container runs and its agent answers.</summary>
    public sealed record Provisioned(int Epoch, int Boot, DateTimeOffset At) : DevboxEvent;

    /// <summary>Its files are written and its launch commands have succeeded; its user is at home there.</summary>
    public sealed record Initialized(int Epoch, int Boot, string Home, DateTimeOffset At) : DevboxEvent;

    /// <summary>Somebody, or its idle policy, asked that its disk be kept and its processes end.</summary>
    public sealed record SuspendRequested(DateTimeOffset At) : DevboxEvent;

    /// <summary>Its container is stopped and its place given back.</summary>
    public sealed record Suspended(int Boot, DateTimeOffset At) : DevboxEvent;

    /// <summary>Somebody, or a request through its tunnel, asked that it go on.</summary>
    public sealed record ResumeRequested(DateTimeOffset At) : DevboxEvent;

    /// <summary>A scenario run asked that its container be started anew.</summary>
    public sealed record RenewRequested(DiskRenewal Renewal, DateTimeOffset At) : DevboxEvent;

    /// <summary>Its container was started anew.</summary>
    /// <param name="As">What it is now; null where that is what it was.</param>
    public sealed record Renewed(int Epoch, int Boot, DateTimeOffset At, DevboxIdentity? As = null) : DevboxEvent;

    /// <summary>It was last used then.</summary>
    public sealed record ActivitySeen(DateTimeOffset At) : DevboxEvent;

    /// <summary>A snapshot of its disk has begun.</summary>
    public sealed record SnapshotBegun(string SnapshotId) : DevboxEvent;

    /// <summary>A snapshot of its disk has ended, one way or the other.</summary>
    public sealed record SnapshotEnded(string SnapshotId) : DevboxEvent;

    /// <summary>Its tunnel was opened, or closed.</summary>
    public sealed record TunnelChanged(TunnelView? Tunnel) : DevboxEvent;

    /// <summary>A process of it is about to be given more that must not be shown.</summary>
    public sealed record Entrusted(byte[] Confidential) : DevboxEvent;

    /// <summary>It cannot go on.</summary>
    public sealed record Failed(FailureReason Reason, string Message, bool IsInfrastructure, DateTimeOffset At) : DevboxEvent;

    /// <summary>The kernel killed a process of it for want of memory.</summary>
    public sealed record OutOfMemorySeen(DateTimeOffset At) : DevboxEvent;

    /// <summary>Its container was found not to run.</summary>
    public sealed record ContainerLost(int Epoch, FailureReason Reason, string Message, bool IsInfrastructure, DateTimeOffset At) : DevboxEvent;

    /// <summary>Somebody asked for its end.</summary>
    public sealed record ShutdownRequested(ShutdownReason Reason, DateTimeOffset At) : DevboxEvent;

    /// <summary>Its keep-alive time begins anew.</summary>
    public sealed record KeptAlive(DateTimeOffset At) : DevboxEvent;

    /// <summary>Its container is gone and its place given back.</summary>
    public sealed record Released(int Epoch) : DevboxEvent;
}
