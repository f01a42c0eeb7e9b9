namespace BenchCluster.Scoring;

/// <summary>A file of a test-based scorer.</summary>
[GenerateSerializer, Immutable, Alias("bench.TestFile")]
public sealed record TestFile
{
    /// <summary>The path, relative to the working directory or absolute.</summary>
    [Id(0)]
    public string? FilePath { get; init; }

    /// <summary>The text.</summary>
    [Id(1)]
    public string? FileContents { get; init; }
}
