namespace BenchCluster.Axons;

/// <summary>Where an event was put.</summary>
[GenerateSerializer, Immutable, Alias("bench.PublishedView")]
public sealed record PublishedView
{
    /// <summary>Its number: one more than the event's before it.</summary>
    [Id(0)]
    public required long Sequence { get; init; }

    /// <summary>When, in Unix milliseconds.</summary>
    [Id(1)]
    public required long TimestampMs { get; init; }
}
