namespace BenchCluster.Objects;

/// <summary>What is persisted of a storage object; its bytes are in the object store.</summary>
internal sealed record StorageObjectState : ResourceState
{
    /// <summary>What it was created with.</summary>
    public ObjectCreateRequest? Request { get; init; }

    /// <summary>The state.</summary>
    public ObjectState State { get; init; }

    /// <summary>Its size in bytes, once it is complete.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>SHA-256 of its bytes, once it is complete.</summary>
    public string? Sha256 { get; init; }
}
