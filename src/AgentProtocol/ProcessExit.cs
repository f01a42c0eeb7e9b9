namespace BenchCluster.AgentProtocol;

/// <summary>How a process ended.</summary>
public sealed record ProcessExit
{
    /// <summary>Its exit status, or 128 + the signal that ended it.</summary>
    public int ExitCode { get; init; }

    /// <summary>The signal that ended it.</summary>
    public int? Signal { get; init; }

    /// <summary>Why it never ran.</summary>
    public string? Problem { get; init; }
}
