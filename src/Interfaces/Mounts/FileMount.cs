namespace BenchCluster.Mounts;

/// <summary>A text file.</summary>
[GenerateSerializer, Immutable, Alias("bench.FileMount")]
public sealed record FileMount : Mount
{
    /// <summary>The absolute path.</summary>
    [Id(0)]
    public required string Target { get; init; }

    /// <summary>The text.</summary>
    [Id(1)]
    public required string Content { get; init; }
}
