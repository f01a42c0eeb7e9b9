using System.Text.Json.Serialization;

namespace BenchCluster.Mounts;

/// <summary>Something to put into a devbox before its launch commands run.</summary>
[GenerateSerializer, Immutable, Alias("bench.Mount")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(FileMount), "file_mount")]
[JsonDerivedType(typeof(ObjectMount), "object_mount")]
[JsonDerivedType(typeof(CodeMount), "code_mount")]
[JsonDerivedType(typeof(AgentMount), "agent_mount")]
[JsonDerivedType(typeof(BrokerMount), "broker_mount")]
public abstract record Mount;
