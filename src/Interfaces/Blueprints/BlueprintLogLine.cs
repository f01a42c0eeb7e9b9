namespace BenchCluster.Blueprints;

/// <summary>A line of a blueprint's build, in the contract's shape.</summary>
/// <param name="Level">The severity.</param>
/// <param name="Message">The line, without its end.</param>
/// <param name="TimestampMs">When it came, in Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("bench.BlueprintLogLine")]
public sealed record BlueprintLogLine([property: Id(0)] string Level, [property: Id(1)] string Message, [property: Id(2)] long TimestampMs);
