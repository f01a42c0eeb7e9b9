namespace BenchCluster.Snapshots;

/// <summary>What is persisted of a snapshot.</summary>
internal sealed record SnapshotState : ResourceState
{
    /// <summary>The devbox whose disk it is.</summary>
    public string DevboxId { get; init; } = "";

    /// <summary>Name, message and labels.</summary>
    public SnapshotRequest Request { get; init; } = new();

    /// <summary>Where the disk comes from.</summary>
    public SnapshotSource? Source { get; init; }

    /// <summary>The state.</summary>
    public SnapshotStatus Status { get; init; }

    /// <summary>Whether the devbox knows that it is over.</summary>
    public bool IsDevboxTold { get; init; }

    /// <summary>Whether an image may be left to remove.</summary>
    public bool MayHaveImage { get; init; }

    /// <summary>Bytes beyond what the devbox started from.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Why it could not be kept.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The image's reference.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Image => $"benchcluster/snapshot:{Id}";
}
