using System.Text.Json.Serialization;

namespace BenchCluster.AgentProtocol;

/// <summary>Source-generated JSON of the protocol: nothing is reflected on at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AgentRequest))]
[JsonSerializable(typeof(AgentReply))]
[JsonSerializable(typeof(ExecutionReport))]
public sealed partial class AgentJson : JsonSerializerContext;
