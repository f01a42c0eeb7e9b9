namespace BenchCluster.Engine;

/// <summary>A container beside a devbox, in its network: a database, say. Hardened as devboxes are.</summary>
public sealed record ServiceSpec
{
    /// <summary>The container's name, the same for the same devbox, epoch and service.</summary>
    public required string Name { get; init; }

    /// <summary>The devbox that it is beside.</summary>
    public required string DevboxId { get; init; }

    /// <summary>The devbox's epoch.</summary>
    public required int Epoch { get; init; }

    /// <summary>The name of the devbox's container, whose network it has.</summary>
    public required string NetworkOf { get; init; }

    /// <summary>The image's reference.</summary>
    public required string Image { get; init; }

    /// <summary>Environment of its first process, on top of the image's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Its own limits.</summary>
    public required ContainerLimits Limits { get; init; }

    /// <summary>A command for the image's shell that says whether it is healthy; null where running is enough.</summary>
    public string? HealthCommand { get; init; }

    /// <summary>Between two looks.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a look may take.</summary>
    public TimeSpan HealthTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>In which failures do not count.</summary>
    public TimeSpan HealthStartPeriod { get; init; } = TimeSpan.Zero;

    /// <summary>How many failures make it unhealthy.</summary>
    public int HealthRetries { get; init; } = 3;

    /// <summary>Who runs its first process; null for the image's choice.</summary>
    public string? User { get; init; }

    /// <summary>Where that runs; null for the image's choice.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The program; null for the image's.</summary>
    public string? Entrypoint { get; init; }

    /// <summary>The program's arguments; null for the image's.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The devbox's own directory on the host, beside which the names are kept.</summary>
    public string? RunDirectory { get; init; }

    /// <summary>Names that lead to the loopback, which it shares with the devbox.</summary>
    public IReadOnlyList<string> LoopbackNames { get; init; } = [];
}
