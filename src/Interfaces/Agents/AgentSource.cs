using System.Text.Json.Serialization;

namespace BenchCluster.Agents;

/// <summary>Where an agent is installed from.</summary>
[GenerateSerializer, Immutable, Alias("bench.AgentSource")]
public sealed record AgentSource
{
    /// <summary><c>npm</c>, <c>pip</c>, <c>git</c> or <c>object</c>.</summary>
    [Id(0)]
    public required string Type { get; init; }

    /// <summary>For npm.</summary>
    [Id(1)]
    public PackageSource? Npm { get; init; }

    /// <summary>For pip.</summary>
    [Id(2)]
    public PackageSource? Pip { get; init; }

    /// <summary>For Git.</summary>
    [Id(3)]
    public GitSource? Git { get; init; }

    /// <summary>For a storage object.</summary>
    [Id(4)]
    [JsonPropertyName("object")]
    public ObjectSource? StorageObject { get; init; }
}
