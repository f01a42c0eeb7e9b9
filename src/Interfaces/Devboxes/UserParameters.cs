namespace BenchCluster.Devboxes;

/// <summary>The Linux user of a devbox.</summary>
[GenerateSerializer, Immutable, Alias("bench.UserParameters")]
public sealed record UserParameters
{
    /// <summary>The user's name.</summary>
    [Id(0)]
    public required string Username { get; init; }

    /// <summary>The user's id, not negative.</summary>
    [Id(1)]
    public required int Uid { get; init; }
}
