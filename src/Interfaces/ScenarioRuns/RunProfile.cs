using System.Text.Json.Serialization;
using BenchCluster.Devboxes;
using BenchCluster.Mounts;

namespace BenchCluster.ScenarioRuns;

/// <summary>What a run adds to its scenario's environment; the contract names these fields in camel case.</summary>
[GenerateSerializer, Immutable, Alias("bench.RunProfile")]
public sealed record RunProfile
{
    /// <summary>Variables of the environment.</summary>
    [Id(0)]
    [JsonPropertyName("envVars")]
    public IReadOnlyDictionary<string, string>? EnvVars { get; init; }

    /// <summary>Size and start; what it does not say is as the scenario says.</summary>
    [Id(1)]
    [JsonPropertyName("launchParameters")]
    public LaunchParameters? LaunchParameters { get; init; }

    /// <summary>What the run is for.</summary>
    [Id(2)]
    [JsonPropertyName("purpose")]
    public string? Purpose { get; init; }

    /// <summary>Variables by the name of the secret whose value they get.</summary>
    [Id(3)]
    [JsonPropertyName("secrets")]
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>Files, code, objects and agents to put into the devbox before its launch commands run.</summary>
    [Id(4)]
    [JsonPropertyName("mounts")]
    public IReadOnlyList<Mount>? Mounts { get; init; }
}
