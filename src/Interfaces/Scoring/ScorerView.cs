namespace BenchCluster.Scoring;

/// <summary>A custom scorer, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScorerView")]
public sealed record ScorerView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The type that scoring functions name it by.</summary>
    [Id(1)]
    public required string Type { get; init; }

    /// <summary>The script.</summary>
    [Id(2)]
    public required string BashScript { get; init; }
}
