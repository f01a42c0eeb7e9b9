namespace BenchCluster.Devboxes;

/// <summary>A line of a devbox's log, in the contract's shape: a command, a line of its output, or its end.</summary>
[GenerateSerializer, Immutable, Alias("bench.DevboxLogLine")]
public sealed record DevboxLogLine
{
    /// <summary><c>info</c>, or <c>error</c> for standard error and failures.</summary>
    [Id(0)]
    public required string Level { get; init; }

    /// <summary>What it is of.</summary>
    [Id(1)]
    public required DevboxLogSource Source { get; init; }

    /// <summary>When it came, in Unix milliseconds.</summary>
    [Id(2)]
    public required long TimestampMs { get; init; }

    /// <summary>The command, where it begins.</summary>
    [Id(3)]
    public string? Cmd { get; init; }

    /// <summary>The execution.</summary>
    [Id(4)]
    public string? CmdId { get; init; }

    /// <summary>The exit status, where the command ends.</summary>
    [Id(5)]
    public int? ExitCode { get; init; }

    /// <summary>The line of output, without its end.</summary>
    [Id(6)]
    public string? Message { get; init; }

    /// <summary>The named shell.</summary>
    [Id(7)]
    public string? ShellName { get; init; }
}
