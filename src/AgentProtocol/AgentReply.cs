namespace BenchCluster.AgentProtocol;

/// <summary>The agent's answer: one line of JSON. An answer without a code is a success.</summary>
public sealed record AgentReply
{
    /// <summary>Why not.</summary>
    public AgentErrorCode? Code { get; init; }

    /// <summary>What is wrong.</summary>
    public string? Message { get; init; }

    /// <summary>For <see cref="Operation.Hello"/>.</summary>
    public AgentHello? Hello { get; init; }

    /// <summary>For the operations on one execution.</summary>
    public ExecutionReport? Execution { get; init; }

    /// <summary>For <see cref="Operation.List"/>.</summary>
    public IReadOnlyList<ExecutionReport>? Executions { get; init; }

    /// <summary>For the operations on one file.</summary>
    public FileEntry? Entry { get; init; }

    /// <summary>For <see cref="Operation.ListDirectory"/>.</summary>
    public IReadOnlyList<FileEntry>? Entries { get; init; }

    /// <summary>For <see cref="Operation.Home"/>: an absolute path.</summary>
    public string? Home { get; init; }

    /// <summary>For <see cref="Operation.Stats"/>.</summary>
    public AgentStats? Stats { get; init; }

    /// <summary>For the operations on terminals.</summary>
    public TerminalReport? Terminal { get; init; }

    /// <summary>In a result: how the process of a session ended; null when it was closed and has not ended yet.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>For <see cref="Operation.Changed"/>.</summary>
    public FoundChanges? Changed { get; init; }
}
