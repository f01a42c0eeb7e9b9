namespace BenchCluster.Engine;

/// <summary>All that the engine needs to make a devbox's container. Hardening is the adapter's, always, and no choice.</summary>
public sealed record ContainerSpec
{
    /// <summary>The name, the same for the same devbox and epoch.</summary>
    public required string Name { get; init; }

    /// <summary>The devbox that owns it; becomes the label <c>benchcluster.devbox</c>.</summary>
    public required string DevboxId { get; init; }

    /// <summary>Counts the containers that this devbox has had; a lower one than the devbox's own is stale.</summary>
    public required int Epoch { get; init; }

    /// <summary>The image's reference or id.</summary>
    public required string Image { get; init; }

    /// <summary>Environment of the container's first process, on top of the image's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Limits of CPU, memory, disk and processes.</summary>
    public required ContainerLimits Limits { get; init; }

    /// <summary>The network that it joins.</summary>
    public ContainerNetwork Network { get; init; } = ContainerNetwork.Bridge;

    /// <summary>
    /// The devbox's own directory on the host, mounted read-write at <c>/.bench/run</c>. It must exist.
    /// </summary>
    public required string RunDirectory { get; init; }

    /// <summary>Names that lead to its own loopback: those of the services beside it.</summary>
    public IReadOnlyList<string> LoopbackNames { get; init; } = [];
}
