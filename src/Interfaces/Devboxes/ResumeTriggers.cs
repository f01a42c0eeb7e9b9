namespace BenchCluster.Devboxes;

/// <summary>What wakes a suspended devbox.</summary>
[GenerateSerializer, Immutable, Alias("bench.ResumeTriggers")]
public sealed record ResumeTriggers
{
    /// <summary>Events of an axon; refused until axons are served.</summary>
    [Id(0)]
    public bool? AxonEvent { get; init; }

    /// <summary>Requests through its tunnel.</summary>
    [Id(1)]
    public bool? Http { get; init; }
}
