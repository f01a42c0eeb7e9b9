namespace BenchCluster.Snapshots;

/// <summary>A kept disk, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.SnapshotView")]
public sealed record SnapshotView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(1)]
    public required long CreateTimeMs { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(2)]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The devbox whose disk it is.</summary>
    [Id(3)]
    public required string SourceDevboxId { get; init; }

    /// <summary>What its maker has to say of it.</summary>
    [Id(4)]
    public string? CommitMessage { get; init; }

    /// <summary>The name.</summary>
    [Id(5)]
    public string? Name { get; init; }

    /// <summary>Bytes that it has beyond what its devbox started from.</summary>
    [Id(6)]
    public long? SizeBytes { get; init; }

    /// <summary>The blueprint that its devbox started from.</summary>
    [Id(7)]
    public string? SourceBlueprintId { get; init; }
}
