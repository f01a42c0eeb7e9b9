namespace BenchCluster.Client.Statistics;

/// <summary>A mean with what is not known about it.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Its standard error; null where one value says nothing of the spread.</param>
/// <param name="Low">The lower end of the confidence interval.</param>
/// <param name="High">The upper end.</param>
internal sealed record Estimate(double Mean, double? StandardError, double Low, double High);
