namespace BenchCluster.Tests.Chaos;

/// <summary>A benchmark run that was started.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Expected">The score that each scenario has when nothing fails.</param>
internal sealed record StartedRun(string Id, IReadOnlyDictionary<string, double> Expected);
