namespace BenchCluster.Blueprints;

/// <summary>What is persisted of a blueprint.</summary>
internal sealed record BlueprintState : ResourceState
{
    /// <summary>What it was created with.</summary>
    public BlueprintCreateRequest? Request { get; init; }

    /// <summary>The state of its build.</summary>
    public BlueprintStatus Status { get; init; }

    /// <summary>The Dockerfile that is built, setup commands included.</summary>
    public string Dockerfile { get; init; } = "";

    /// <summary>The hash of all that the image is made of.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>The contract's category of the failure.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Why there is no image.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>When the build ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The end of what the build printed, once it has ended.</summary>
    public IReadOnlyList<BlueprintLogLine> Log { get; init; } = [];

    /// <summary>Tokens of repositories and passwords of registries, encrypted.</summary>
    public byte[]? Confidential { get; init; }

    /// <summary>Whether it has no Dockerfile but is built on the base image.</summary>
    public bool IsOnBase { get; init; }

    /// <summary>Whether it is built without a network.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Whether it was deleted.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Whether an image may be left to remove.</summary>
    public bool MayHaveImage { get; init; }

    /// <summary>The image's reference: the same for the same content, so it is built once.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Image => $"benchcluster/blueprint:{ContentHash[..32]}";

    /// <summary>Whether the build has ended.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsTerminal => Status is BlueprintStatus.BuildComplete or BlueprintStatus.Failed;
}
