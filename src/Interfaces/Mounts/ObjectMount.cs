namespace BenchCluster.Mounts;

/// <summary>A storage object: a file, or an archive that is unpacked.</summary>
[GenerateSerializer, Immutable, Alias("bench.ObjectMount")]
public sealed record ObjectMount : Mount
{
    /// <summary>The object.</summary>
    [Id(0)]
    public required string ObjectId { get; init; }

    /// <summary>The absolute path of the file, or of the directory that an archive is unpacked into.</summary>
    [Id(1)]
    public required string ObjectPath { get; init; }
}
