using System.Text.Json.Serialization;

namespace BenchCluster.BenchmarkJobs;

/// <summary>What a job runs, as its caller says it: one of the contract's three kinds.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(HarborJobSpec), "harbor")]
[JsonDerivedType(typeof(BenchmarkDefinitionJobSpec), "benchmark")]
[JsonDerivedType(typeof(ScenarioDefinitionJobSpec), "scenarios")]
public abstract record BenchmarkJobSpec;
