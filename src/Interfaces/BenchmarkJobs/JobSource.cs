using System.Text.Json.Serialization;

namespace BenchCluster.BenchmarkJobs;

/// <summary>What a job was made of.</summary>
[GenerateSerializer, Immutable, Alias("bench.JobSource")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(HarborJobSource), "harbor")]
[JsonDerivedType(typeof(BenchmarkJobSource), "benchmark")]
[JsonDerivedType(typeof(ScenariosJobSource), "scenarios")]
public abstract record JobSource;
