namespace BenchCluster.Objects;

/// <summary>A storage object, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.ObjectView")]
public sealed record ObjectView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    [Id(2)]
    public required ObjectContentType ContentType { get; init; }

    /// <summary>The state.</summary>
    [Id(3)]
    public required ObjectState State { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(4)]
    public required long CreateTimeMs { get; init; }

    /// <summary>When it will be deleted, in Unix milliseconds.</summary>
    [Id(5)]
    public long? DeleteAfterTimeMs { get; init; }

    /// <summary>Its size in bytes.</summary>
    [Id(6)]
    public long? SizeBytes { get; init; }

    /// <summary>Where to PUT the bytes, until it is completed. Signed; no API key is sent there.</summary>
    [Id(7)]
    public string? UploadUrl { get; init; }

    /// <summary>SHA-256 of the bytes, lower-case hex (an extension of the contract).</summary>
    [Id(8)]
    public string? Sha256 { get; init; }

    /// <summary>Always false: nothing is published.</summary>
    [Id(9)]
    public bool IsPublic { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(10)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
