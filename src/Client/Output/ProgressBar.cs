namespace BenchCluster.Client.Output;

/// <summary>How far one of several things is.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Good">Parts that are done.</param>
/// <param name="Bad">Parts that went wrong.</param>
/// <param name="Active">Parts that go on.</param>
/// <param name="Total">All parts.</param>
/// <param name="Counts">The same in words.</param>
/// <param name="Elapsed">How long it has been going on.</param>
internal sealed record ProgressBar(string Label, int Good, int Bad, int Active, int Total, string Counts, TimeSpan Elapsed);
