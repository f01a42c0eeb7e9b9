namespace BenchCluster.AgentProtocol;

/// <summary>A process whose input and output go over the connection, and are kept nowhere.</summary>
public sealed record SessionStart
{
    /// <summary>A command for the image's shell; default, on a terminal, the shell itself.</summary>
    public string? Command { get; init; }

    /// <summary>Where; default the user's home, else <c>/</c>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment on top of the container's.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Who, as in <see cref="ExecutionStart.User"/>.</summary>
    public string? User { get; init; }
}
