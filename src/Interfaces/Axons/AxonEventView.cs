namespace BenchCluster.Axons;

/// <summary>An event of an axon, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.AxonEventView")]
public sealed record AxonEventView
{
    /// <summary>The axon.</summary>
    [Id(0)]
    public required string AxonId { get; init; }

    /// <summary>Its number, from 1, without gaps.</summary>
    [Id(1)]
    public required long Sequence { get; init; }

    /// <summary>When it was published, in Unix milliseconds.</summary>
    [Id(2)]
    public required long TimestampMs { get; init; }

    /// <summary>What happened.</summary>
    [Id(3)]
    public required string EventType { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(4)]
    public required EventOrigin Origin { get; init; }

    /// <summary>What there is to know of it.</summary>
    [Id(5)]
    public required string Payload { get; init; }

    /// <summary>Who says so.</summary>
    [Id(6)]
    public required string Source { get; init; }
}
