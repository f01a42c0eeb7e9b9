using System.Text.Json.Serialization;

namespace BenchCluster.BenchmarkJobs;

/// <summary>Who works in a benchmark run (the contract's two kinds).</summary>
[GenerateSerializer, Immutable, Alias("bench.RunAgentConfig")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(JobAgentConfig), "job_agent")]
public abstract record RunAgentConfig;
