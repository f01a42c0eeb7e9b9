namespace BenchCluster.Secrets;

/// <summary>A secret, in the contract's shape: all but its value.</summary>
[GenerateSerializer, Immutable, Alias("bench.SecretView")]
public sealed record SecretView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(2)]
    public required long CreateTimeMs { get; init; }

    /// <summary>The last change of its value, in Unix milliseconds.</summary>
    [Id(3)]
    public required long UpdateTimeMs { get; init; }
}
