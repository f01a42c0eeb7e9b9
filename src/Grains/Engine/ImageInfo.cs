namespace BenchCluster.Engine;

/// <summary>An image on this node.</summary>
public sealed record ImageInfo
{
    /// <summary>The engine's id, <c>sha256:…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The user that the image names, or null for root. As written: a name, a number, either with a group.</summary>
    public string? User { get; init; }

    /// <summary>The image's working directory, or null for <c>/</c>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The image's labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Size in bytes, with the layers it shares.</summary>
    public long SizeBytes { get; init; }
}
