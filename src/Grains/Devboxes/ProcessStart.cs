namespace BenchCluster.Devboxes;

/// <summary>A process to start in a devbox.</summary>
[GenerateSerializer, Immutable, Alias("bench.ProcessStart")]
public sealed record ProcessStart
{
    /// <summary>Its id; the same id twice is the same process.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>A command for the image's shell.</summary>
    [Id(1)]
    public required string Command { get; init; }

    /// <summary>A persistent shell by name.</summary>
    [Id(2)]
    public string? ShellName { get; init; }

    /// <summary>Who runs it: a name or a number.</summary>
    [Id(3)]
    public required string User { get; init; }

    /// <summary>Where; default the user's home.</summary>
    [Id(4)]
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment beside the container's.</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether standard input stays open.</summary>
    [Id(6)]
    public bool AttachStdin { get; init; }

    /// <summary>After which it is killed with all that it started.</summary>
    [Id(7)]
    public TimeSpan? Timeout { get; init; }
}
