namespace BenchCluster.Client;

/// <summary>A line of a blueprint's build.</summary>
/// <param name="Level">The severity.</param>
/// <param name="Message">The line.</param>
/// <param name="TimestampMs">When, in Unix milliseconds.</param>
public sealed record BlueprintBuildLog(string Level, string Message, long TimestampMs);
