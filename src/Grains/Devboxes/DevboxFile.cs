namespace BenchCluster.Devboxes;

/// <summary>A text file to write in a devbox.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Content">The text.</param>
/// <param name="Mode">Its permissions.</param>
[GenerateSerializer, Immutable, Alias("bench.DevboxFile")]
internal sealed record DevboxFile(
    [property: Id(0)] string Path, [property: Id(1)] string Content, [property: Id(2)] UnixFileMode Mode);
