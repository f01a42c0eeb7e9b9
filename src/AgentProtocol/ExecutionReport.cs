namespace BenchCluster.AgentProtocol;

/// <summary>An execution, now or at its end.</summary>
public sealed record ExecutionReport
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is.</summary>
    public required ExecutionPhase Phase { get; init; }

    /// <summary>The named shell.</summary>
    public string? ShellName { get; init; }

    /// <summary>Exit status once it has ended; 128 + signal where a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it.</summary>
    public int? Signal { get; init; }

    /// <summary>Whether it was killed because its time was over.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether something that it had started outlived its main process; never missed, but what died unnoticed just before may count.</summary>
    public bool LeftBehind { get; init; }

    /// <summary>Bytes of standard output that came after its main process had ended: others wrote them.</summary>
    public long LateStdoutBytes { get; init; }

    /// <summary>Why it never ran, or was lost with an earlier agent.</summary>
    public string? Problem { get; init; }

    /// <summary>When it started, in Unix milliseconds.</summary>
    public long StartedMs { get; init; }

    /// <summary>When it ended, in Unix milliseconds.</summary>
    public long? EndedMs { get; init; }

    /// <summary>Bytes of standard output that it wrote.</summary>
    public long StdoutBytes { get; init; }

    /// <summary>Bytes of standard error that it wrote.</summary>
    public long StderrBytes { get; init; }

    /// <summary>Bytes of standard output that are kept; fewer than were written when it was cut.</summary>
    public long StdoutKept { get; init; }

    /// <summary>Bytes of standard error that are kept.</summary>
    public long StderrKept { get; init; }

    /// <summary>The last bytes of standard output, at most 64 KiB, also when it was cut.</summary>
    public byte[]? StdoutTail { get; init; }

    /// <summary>The last bytes of standard error.</summary>
    public byte[]? StderrTail { get; init; }
}
