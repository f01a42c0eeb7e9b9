namespace BenchCluster.AgentProtocol;

/// <summary>An execution to start.</summary>
public sealed record ExecutionStart
{
    /// <summary>The longest command, in bytes of UTF-8.</summary>
    public const int LongestCommand = 4 << 20;

    /// <summary>The bound on an output that is not told another.</summary>
    public const long DefaultMaxOutputBytes = 64L << 20;

    /// <summary>The caller's id: 1 to 128 letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, not beginning with a dot.</summary>
    public required string Id { get; init; }

    /// <summary>A command for the image's shell: bash where there is one, else sh.</summary>
    public required string Command { get; init; }

    /// <summary>A named shell: its commands run one after another and keep directory, exported variables and functions.</summary>
    public string? ShellName { get; init; }

    /// <summary>Where; default the user's home, else <c>/</c>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment on top of the container's.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Who: a name or a number of the image's /etc/passwd, either with <c>:group</c>; default root.</summary>
    public string? User { get; init; }

    /// <summary>Whether standard input stays open; else it is empty.</summary>
    public bool AttachStdin { get; init; }

    /// <summary>Milliseconds after which it is killed with all that it started.</summary>
    public long? TimeoutMs { get; init; }

    /// <summary>Bytes kept of each output, by default <see cref="DefaultMaxOutputBytes"/>; what comes after is dropped and said to be.</summary>
    public long? MaxOutputBytes { get; init; }
}
