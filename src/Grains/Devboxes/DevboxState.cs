using BenchCluster.Tunnels;

namespace BenchCluster.Devboxes;

/// <summary>What is persisted of a devbox.</summary>
internal sealed record DevboxState : ResourceState
{
    /// <summary>What was asked for.</summary>
    public DevboxSpec? Spec { get; init; }

    /// <summary>The state.</summary>
    public DevboxStatus Status { get; init; }

    /// <summary>The states entered, in order.</summary>
    public IReadOnlyList<StateTransitionView> Transitions { get; init; } = [];

    /// <summary>The image to start from, once it is known to be on the node.</summary>
    public string? Image { get; init; }

    /// <summary>What commands depend on, once the image is known.</summary>
    public DevboxFacts? Facts { get; init; }

    /// <summary>The node that it has a place on.</summary>
    public string? Node { get; init; }

    /// <summary>Counts its containers.</summary>
    public int Epoch { get; init; }

    /// <summary>Counts the starts of its container.</summary>
    public int Boot { get; init; }

    /// <summary>Whether it has a place on its node.</summary>
    public bool HasPlace { get; init; }

    /// <summary>Whether the agent of this start has answered.</summary>
    public bool IsUp { get; init; }

    /// <summary>The new start that it is in the middle of, or had last.</summary>
    public DiskRenewal? Renewal { get; init; }

    /// <summary>Whether <see cref="Renewal"/> is not done yet.</summary>
    public bool IsRenewing { get; init; }

    /// <summary>What must not be kept in the clear: values of secrets and tokens, encrypted.</summary>
    public byte[]? Confidential { get; init; }

    /// <summary>Its tunnel.</summary>
    public TunnelView? Tunnel { get; init; }

    /// <summary>When it was last used, as far as that matters: to the precision of its idle policy.</summary>
    public DateTimeOffset? LastActivityAt { get; init; }

    /// <summary>Snapshots of its disk that are in progress.</summary>
    public IReadOnlyList<string> ActiveSnapshots { get; init; } = [];

    /// <summary>Whether a container, a place or a turn in the queue may be left to give back.</summary>
    public bool NeedsRelease { get; init; }

    /// <summary>When it is shut down unless it is kept alive.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The category of its failure.</summary>
    public FailureReason? FailureReason { get; init; }

    /// <summary>What failed, in words.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>Whether the failure is the cluster's, so that trying again may help.</summary>
    public bool IsInfrastructureFailure { get; init; }

    /// <summary>Why it was shut down.</summary>
    public ShutdownReason? ShutdownReason { get; init; }

    /// <summary>When the kernel killed a process of it for want of memory, the latest times.</summary>
    public IReadOnlyList<DateTimeOffset> OutOfMemoryAt { get; init; } = [];

    /// <summary>Whether it has ended for good.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsTerminal => Status is DevboxStatus.Shutdown or DevboxStatus.Failure;

    /// <summary>Whether its container should be running.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool NeedsContainer => Status is DevboxStatus.Initializing or DevboxStatus.Running || (Status is DevboxStatus.Resuming && IsUp);
}
