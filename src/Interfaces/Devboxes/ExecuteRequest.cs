namespace BenchCluster.Devboxes;

/// <summary>The body of <c>execute</c>, <c>execute_async</c> and <c>execute_sync</c>.</summary>
[GenerateSerializer, Immutable, Alias("bench.ExecuteRequest")]
public sealed record ExecuteRequest
{
    /// <summary>The command, for the devbox's shell.</summary>
    [Id(0)]
    public required string Command { get; init; }

    /// <summary>The caller's id, for idempotency: the same id twice is the same execution.</summary>
    [Id(1)]
    public string? CommandId { get; init; }

    /// <summary>A persistent shell by name.</summary>
    [Id(2)]
    public string? ShellName { get; init; }

    /// <summary>Whether standard input stays open for <c>send_std_in</c>.</summary>
    [Id(3)]
    public bool? AttachStdin { get; init; }

    /// <summary>Seconds to wait for the end, 0 to 25; default 25. The command is not killed.</summary>
    [Id(4)]
    public double? OptimisticTimeout { get; init; }
}
