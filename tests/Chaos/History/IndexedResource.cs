namespace BenchCluster.Tests.Chaos;

/// <summary>A resource in the index and as a grain.</summary>
internal sealed record IndexedResource(string Id, string InIndex, string InGrain);
