namespace BenchCluster.AgentProtocol;

/// <summary>A terminal in the devbox, as it is now.</summary>
public sealed record TerminalReport
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it was made for this request.</summary>
    public bool Created { get; init; }

    /// <summary>Whether a client is attached to it.</summary>
    public bool Attached { get; init; }

    /// <summary>Its width, in characters.</summary>
    public required int Columns { get; init; }

    /// <summary>Its height, in characters.</summary>
    public required int Rows { get; init; }
}
