namespace BenchCluster.AgentProtocol;

/// <summary>What a file operation is about.</summary>
public sealed record FileTarget
{
    /// <summary>The path; a relative one is below the user's home.</summary>
    public required string Path { get; init; }

    /// <summary>With whose rights; default root.</summary>
    public string? User { get; init; }

    /// <summary>Permission bits of what is made; default 0644 for files and 0755 for directories.</summary>
    public int? Mode { get; init; }

    /// <summary>Who owns what is made, where root makes it; default <see cref="User"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether a directory is removed with all in it.</summary>
    public bool Recursive { get; init; }

    /// <summary>The first byte to read.</summary>
    public long Offset { get; init; }

    /// <summary>Whether a large plain file may be handed over instead of its bytes, to be read by the client itself.</summary>
    public bool HandOver { get; init; }
}
