namespace BenchCluster.AgentProtocol;

/// <summary>Which changes of the disk to look for.</summary>
public sealed record ChangeSearch
{
    /// <summary>Changes at or after this time, in Unix milliseconds.</summary>
    public required long SinceMs { get; init; }

    /// <summary>Absolute directories, looked through one after another; one that is within an earlier one is not looked through again.</summary>
    public required IReadOnlyList<string> Directories { get; init; }

    /// <summary>The most to tell of each directory.</summary>
    public int Limit { get; init; } = 10_000;

    /// <summary>How long to look at most, in milliseconds.</summary>
    public int TimeoutMs { get; init; } = 5_000;
}
