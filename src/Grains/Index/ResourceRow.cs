namespace BenchCluster.Index;

/// <summary>A resource's row in the index.</summary>
public sealed record ResourceRow
{
    /// <summary>The id, with its prefix.</summary>
    public required string Id { get; init; }

    /// <summary>The kind: the id's prefix, such as <c>dbx</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Counts the transitions of the resource.</summary>
    public required long Version { get; init; }

    /// <summary>The name, where it has one.</summary>
    public string? Name { get; init; }

    /// <summary>The status or state, as on the wire.</summary>
    public required string Status { get; init; }

    /// <summary>Whether nothing is left to be done for it, its clean-up included.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Whether lists leave it out (archived, deleted).</summary>
    public bool IsHidden { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The view, as JSON in the API's shape.</summary>
    public required string View { get; init; }
}
