namespace BenchCluster.Tests.Chaos;

/// <summary>A command of a session.</summary>
/// <param name="Id">Its command id.</param>
/// <param name="IsDevboxLost">Whether its devbox failed with a reason; then nothing is known of it.</param>
/// <param name="Expected">The output that it writes.</param>
/// <param name="Actual">The output that was read.</param>
/// <param name="IsCut">Whether it says itself that its output is cut, because the disk was full.</param>
/// <param name="Times">How often it ran, by its own count; null where that could not be read.</param>
internal sealed record RanCommand(string Id, bool IsDevboxLost, string Expected, string? Actual, int? Times, bool IsCut = false);
