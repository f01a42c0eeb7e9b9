namespace BenchCluster.Devboxes;

/// <summary>How devboxes are made.</summary>
public sealed record DevboxOptions
{
    /// <summary>The image of a devbox that names neither blueprint nor image.</summary>
    public string BaseImage { get; init; } = "benchcluster/base:bookworm";

    /// <summary>How long a container may take from its start until its agent answers.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a launch command may take.</summary>
    public TimeSpan LaunchTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Where code mounts are cloned from.</summary>
    public string GitHost { get; init; } = "https://github.com";
}
