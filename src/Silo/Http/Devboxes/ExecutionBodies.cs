using BenchCluster.Devboxes;

namespace BenchCluster.Http.Devboxes;

/// <summary>The body of <c>kill</c>.</summary>
internal sealed record KillRequest(bool? KillProcessGroup = null);

/// <summary>The body of an execution's <c>wait_for_status</c>.</summary>
internal sealed record ExecutionWaitRequest
{
    /// <summary>The states to wait for.</summary>
    public required IReadOnlyList<ExecutionStatus> Statuses { get; init; }

    /// <summary>Seconds to wait; default and at most 25.</summary>
    public double? TimeoutSeconds { get; init; }
}

/// <summary>The answer of <c>execute_sync</c> and <c>write_file_contents</c>.</summary>
internal sealed record ExecutionResultView
{
    public required string DevboxId { get; init; }

    public required int ExitStatus { get; init; }

    public required string Stdout { get; init; }

    public required string Stderr { get; init; }

    public string? ShellName { get; init; }
}

/// <summary>The answer of <c>send_std_in</c>.</summary>
internal sealed record StandardInputView
{
    public required string DevboxId { get; init; }

    public required string ExecutionId { get; init; }

    public required bool Success { get; init; }
}
