namespace BenchCluster.Tests.Chaos;

/// <summary>What a run was seen to be.</summary>
internal sealed record SeenRun(string Id, bool HasEnded, string State, double? Score);
