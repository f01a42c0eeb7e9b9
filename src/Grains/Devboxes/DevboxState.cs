
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

    /// <summary>Whether it has ended for good.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsTerminal => Status is DevboxStatus.Shutdown or DevboxStatus.Failure;
}
