namespace BenchCluster.Axons;

/// <summary>An event to publish.</summary>
[GenerateSerializer, Immutable, Alias("bench.PublishRequest")]
public sealed record PublishRequest
{
    /// <summary>What happened, such as <c>push</c>.</summary>
    [Id(0)]
    public required string EventType { get; init; }

    /// <summary>Where it comes from; not <see cref="EventOrigin.System"/>.</summary>
    [Id(1)]
    public required EventOrigin Origin { get; init; }

    /// <summary>What there is to know of it.</summary>
    [Id(2)]
    public required string Payload { get; init; }

    /// <summary>Who says so, such as <c>github</c>.</summary>
    [Id(3)]
    public required string Source { get; init; }
}
