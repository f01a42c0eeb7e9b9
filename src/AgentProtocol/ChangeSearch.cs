namespace BenchCluster.AgentProtocol;

/// <summary>Which changes of the disk to look for.</summary>
public sealed record ChangeSearch
{
    /// <summary>The most to tell of each directory, where nothing is said.</summary>
    public const int DefaultLimit = 10_000;

    /// <summary>How long to look, in milliseconds, where nothing is said.</summary>
    public const int DefaultTimeoutMs = 5_000;

    /// <summary>Changes at or after this time, in Unix milliseconds.</summary>
    public required long SinceMs { get; init; }

    /// <summary>Absolute directories, looked through one after another; one that is within an earlier one is not looked through again.</summary>
    public required IReadOnlyList<string> Directories { get; init; }

    /// <summary>The most to tell of each directory; default <see cref="DefaultLimit"/>.</summary>
    public int? Limit { get; init; }

    /// <summary>How long to look at most, in milliseconds; default <see cref="DefaultTimeoutMs"/>.</summary>
    public int? TimeoutMs { get; init; }
}
