namespace BenchCluster.AgentProtocol;

/// <summary>A file or directory.</summary>
public sealed record FileEntry
{
    /// <summary>The name within its directory.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory { get; init; }

    /// <summary>Where it points, for a symbolic link.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>Permission bits.</summary>
    public int Mode { get; init; }

    /// <summary>When it was last written, in Unix milliseconds.</summary>
    public long ModifiedMs { get; init; }
}
