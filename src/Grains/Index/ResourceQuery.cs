namespace BenchCluster.Index;

/// <summary>What a list asks for.</summary>
public sealed record ResourceQuery
{
    /// <summary>The kind: the id's prefix.</summary>
    public required string Kind { get; init; }

    /// <summary>Rows on the page, 1 to 5000.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>The id after which the page starts, or null for the newest.</summary>
    public string? StartingAfter { get; init; }

    /// <summary>Only this status.</summary>
    public string? Status { get; init; }

    /// <summary>Only this exact name.</summary>
    public string? Name { get; init; }

    /// <summary>Only names that contain this text, in any case.</summary>
    public string? NameContains { get; init; }

    /// <summary>Only names that begin with this text.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Only ids and names that contain this text, in any case.</summary>
    public string? Search { get; init; }

    /// <summary>Only these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Top-level fields of the view that must have these values, such as <c>benchmark_run_id</c>.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels that the view's <c>metadata</c> must have, with the values that will do.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Metadata { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether to count all rows that match.</summary>
    public bool CountAll { get; init; } = true;
}
