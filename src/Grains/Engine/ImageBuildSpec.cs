namespace BenchCluster.Engine;

/// <summary>An image to build.</summary>
public sealed record ImageBuildSpec
{
    /// <summary>The reference that the image gets.</summary>
    public required string Tag { get; init; }

    /// <summary>The Dockerfile's text; it replaces one of the context.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>Opens the build context, a tar stream, gzipped or not; null for an empty one.</summary>
    public Func<CancellationToken, Task<Stream>>? OpenContext { get; init; }

    /// <summary>Build arguments.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <summary>Values of the Dockerfile's secret mounts, by their ids; they are in no layer and not in the history.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of the image beside those of the cluster.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether its commands have a network; images are pulled in any case.</summary>
    public bool HasNetwork { get; init; } = true;

    /// <summary>How long the build may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The record without the values of its secrets.</summary>
    public override string ToString() => Tag;
}
