namespace BenchCluster.AgentProtocol;

/// <summary>The head of a connection: one line of JSON.</summary>
public sealed record AgentRequest
{
    /// <summary>The version of the protocol that the client speaks.</summary>
    public int Version { get; init; } = ProtocolVersion.Current;

    /// <summary>What is asked.</summary>
    public required Operation Operation { get; init; }

    /// <summary>For <see cref="Operation.Start"/>.</summary>
    public ExecutionStart? Start { get; init; }

    /// <summary>The execution.</summary>
    public string? Id { get; init; }

    /// <summary>How long to wait for the end, in milliseconds.</summary>
    public long WaitMs { get; init; }

    /// <summary>For <see cref="Operation.ReadOutput"/>.</summary>
    public OutputKind Stream { get; init; }

    /// <summary>The first byte to read.</summary>
    public long Offset { get; init; }

    /// <summary>Whether to go on until the execution ends.</summary>
    public bool Follow { get; init; }

    /// <summary>The signal's number.</summary>
    public int Signal { get; init; }

    /// <summary>Who gets it.</summary>
    public SignalScope Scope { get; init; }

    /// <summary>Whether to close standard input after the frames.</summary>
    public bool Close { get; init; }

    /// <summary>For <see cref="Operation.Home"/>.</summary>
    public string? User { get; init; }

    /// <summary>For operations on files.</summary>
    public FileTarget? File { get; init; }

    /// <summary>For <see cref="Operation.Dial"/>.</summary>
    public DialTarget? Dial { get; init; }

    /// <summary>For <see cref="Operation.Run"/>, and for a new terminal.</summary>
    public SessionStart? Session { get; init; }

    /// <summary>For the operations on terminals.</summary>
    public TerminalTarget? Terminal { get; init; }

    /// <summary>For <see cref="Operation.Changed"/>.</summary>
    public ChangeSearch? Changed { get; init; }
}
