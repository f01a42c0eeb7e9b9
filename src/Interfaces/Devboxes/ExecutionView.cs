namespace BenchCluster.Devboxes;

/// <summary>An execution, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.ExecutionView")]
public sealed record ExecutionView
{
    /// <summary>The devbox.</summary>
    [Id(0)]
    public required string DevboxId { get; init; }

    /// <summary>The execution; the caller's <c>command_id</c> where one was given.</summary>
    [Id(1)]
    public required string ExecutionId { get; init; }

    /// <summary>The state.</summary>
    [Id(2)]
    public required ExecutionStatus Status { get; init; }

    /// <summary>Exit status once completed; 128 + signal where a signal ended it.</summary>
    [Id(3)]
    public int? ExitStatus { get; init; }

    /// <summary>The named shell it runs in.</summary>
    [Id(4)]
    public string? ShellName { get; init; }

    /// <summary>The last lines of standard output, once completed.</summary>
    [Id(5)]
    public string? Stdout { get; init; }

    /// <summary>The last lines of standard error, once completed.</summary>
    [Id(6)]
    public string? Stderr { get; init; }

    /// <summary>Whether <see cref="Stdout"/> is not all of it.</summary>
    [Id(7)]
    public bool? StdoutTruncated { get; init; }

    /// <summary>Whether <see cref="Stderr"/> is not all of it.</summary>
    [Id(8)]
    public bool? StderrTruncated { get; init; }

    /// <summary>Why it ended other than by exiting: <c>timeout</c>, <c>signal SIGKILL</c>, <c>lost</c> (an extension).</summary>
    [Id(9)]
    public string? EndReason { get; init; }
}
