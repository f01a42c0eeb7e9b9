namespace BenchCluster.Index;

/// <summary>A page of a list.</summary>
/// <param name="Views">The views, as JSON in the API's shape, newest first.</param>
/// <param name="HasMore">Whether there are rows after this page.</param>
/// <param name="TotalCount">How many rows match, when it was asked for.</param>
public sealed record ResourcePage(IReadOnlyList<string> Views, bool HasMore, long? TotalCount);
