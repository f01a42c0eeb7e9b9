namespace BenchCluster.Client;

/// <summary>A page of a list, newest first.</summary>
/// <param name="Items">The page's items.</param>
/// <param name="HasMore">Whether there are more after the last one.</param>
public sealed record BenchPage<T>(IReadOnlyList<T> Items, bool HasMore);
