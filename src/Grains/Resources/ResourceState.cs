namespace BenchCluster.Resources;

/// <summary>What every persisted resource has.</summary>
public abstract record ResourceState
{
    /// <summary>The newest version of the persisted shape that this build knows.</summary>
    public const int NewestSchema = 1;

    /// <summary>The version of the persisted shape; one that is newer than this build's is refused.</summary>
    public int Schema { get; init; } = NewestSchema;

    /// <summary>Counts the writes; orders the rows of the index.</summary>
    public long Revision { get; init; }

    /// <summary>The id; empty while the resource was never created.</summary>
    public string Id { get; init; } = "";

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
