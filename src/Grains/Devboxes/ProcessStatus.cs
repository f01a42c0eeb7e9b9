namespace BenchCluster.Devboxes;

/// <summary>A process in a devbox, now or at its end.</summary>
[GenerateSerializer, Immutable, Alias("bench.ProcessStatus")]
public sealed record ProcessStatus
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Its state.</summary>
    [Id(1)]
    public required ExecutionStatus State { get; init; }

    /// <summary>Its exit status, once it has ended; 128 + signal where a signal ended it.</summary>
    [Id(2)]
    public int? ExitStatus { get; init; }

    /// <summary>Whether its time was over.</summary>
    [Id(3)]
    public bool TimedOut { get; init; }

    /// <summary>Why it ended other than by exiting.</summary>
    [Id(4)]
    public string? EndReason { get; init; }

    /// <summary>The last bytes of standard output, at most 64 KiB, as text.</summary>
    [Id(5)]
    public string StdoutTail { get; init; } = "";

    /// <summary>The last bytes of standard error, at most 64 KiB, as text.</summary>
    [Id(6)]
    public string StderrTail { get; init; } = "";

    /// <summary>Whether there was more standard output than the tail.</summary>
    [Id(7)]
    public bool IsStdoutTailPartial { get; init; }

    /// <summary>Whether there was more standard error than the tail.</summary>
    [Id(8)]
    public bool IsStderrTailPartial { get; init; }

    /// <summary>The persistent shell it runs in.</summary>
    [Id(9)]
    public string? ShellName { get; init; }

    /// <summary>From its start to its end, or until now.</summary>
    [Id(10)]
    public TimeSpan Duration { get; init; }

    /// <summary>When it started.</summary>
    [Id(11)]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether something that it had started outlived its main process.</summary>
    [Id(12)]
    public bool LeftBehind { get; init; }

    /// <summary>Bytes at the end of standard output that were written when its main process had ended already, by others.</summary>
    [Id(13)]
    public long LateStdoutBytes { get; init; }
}
