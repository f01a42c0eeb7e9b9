namespace BenchCluster.Devboxes;

/// <summary>A command to run in a devbox, with all that may be said of it.</summary>
[GenerateSerializer, Immutable, Alias("bench.ExecuteCommand")]
public sealed record ExecuteCommand
{
    /// <summary>The execution's id; the same id twice is the same execution.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The command, for the devbox's shell.</summary>
    [Id(1)]
    public required string Command { get; init; }

    /// <summary>A persistent shell by name.</summary>
    [Id(2)]
    public string? ShellName { get; init; }

    /// <summary>Whether standard input stays open.</summary>
    [Id(3)]
    public bool AttachStdin { get; init; }
}
