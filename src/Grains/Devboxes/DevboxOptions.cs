namespace BenchCluster.Devboxes;

/// <summary>How devboxes are made.</summary>
public sealed record DevboxOptions
{
    /// <summary>The image of a devbox that names neither blueprint nor image.</summary>
    public string BaseImage { get; init; } = "benchcluster/base:bookworm";

    /// <summary>How long a container may take from its start until its agent answers.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a node may be away before its devboxes are given up.</summary>
    public TimeSpan NodeLostAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The same for devboxes that another one can replace, and nodes that did not stop in good order: a run that its
    /// owner does not drive begins anew elsewhere sooner than it waits.
    /// </summary>
    public TimeSpan ReplacedAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How old a container must be that no devbox claims, before it is removed.</summary>
    public TimeSpan OrphanGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A node with less free disk than this, in bytes, gets no new devboxes.</summary>
    public long LeastFreeDiskBytes { get; init; } = 1L << 30;

    /// <summary>Devboxes that may wait for a place; more are refused.</summary>
    public int QueueLimit { get; init; } = 20_000;

    /// <summary>How long a launch command may take.</summary>
    public TimeSpan LaunchTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Where code mounts are cloned from.</summary>
    public string GitHost { get; init; } = "https://github.com";
}
