namespace BenchCluster.AgentProtocol;

/// <summary>A terminal in the devbox.</summary>
public sealed record TerminalTarget
{
    /// <summary>How large one is that is not told another size.</summary>
    public const int DefaultColumns = 80;

    /// <summary>How large one is that is not told another size.</summary>
    public const int DefaultRows = 24;

    /// <summary>The most of either.</summary>
    public const int LargestSize = 1000;

    /// <summary>Its name, the client's choice: 1 to 256 letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its width, in characters, 1 to 1000; both sizes or none.</summary>
    public int? Columns { get; init; }

    /// <summary>Its height, in characters, 1 to 1000.</summary>
    public int? Rows { get; init; }

    /// <summary>For a new one: milliseconds that it is kept while nobody is attached; default half an hour.</summary>
    public long? IdleTtlMs { get; init; }
}
