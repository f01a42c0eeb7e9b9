namespace BenchCluster.Blueprints;

/// <summary>The files that a Dockerfile can copy.</summary>
[GenerateSerializer, Immutable, Alias("bench.BuildContext")]
public sealed record BuildContext
{
    /// <summary>Always <c>object</c>.</summary>
    [Id(0)]
    public required string Type { get; init; }

    /// <summary>The storage object with the files as a tar, gzipped or not.</summary>
    [Id(1)]
    public required string ObjectId { get; init; }
}
