using System.Text.Json.Serialization;

namespace BenchCluster.ApiKeys;

/// <summary>Kinds of resources that a restricted key is given (the contract's). Of all others it is given nothing.</summary>
public enum ScopedResource
{
    /// <summary>Devboxes and what is in them.</summary>
    [JsonStringEnumMemberName("RESOURCE_TYPE_DEVBOXES")]
    Devboxes,

    /// <summary>Blueprints.</summary>
    [JsonStringEnumMemberName("RESOURCE_TYPE_BLUEPRINTS")]
    Blueprints,

    /// <summary>Snapshots of disks.</summary>
    [JsonStringEnumMemberName("RESOURCE_TYPE_SNAPSHOTS")]
    Snapshots,

    /// <summary>Benchmarks, their runs and jobs.</summary>
    [JsonStringEnumMemberName("RESOURCE_TYPE_BENCHMARKS")]
    Benchmarks,

    /// <summary>Scenarios, their runs and scorers.</summary>
    [JsonStringEnumMemberName("RESOURCE_TYPE_SCENARIOS")]
    Scenarios,

    /// <summary>Registered agents.</summary>
    [JsonStringEnumMemberName("RESOURCE_TYPE_AGENTS")]
    Agents,

    /// <summary>Stored objects.</summary>
    [JsonStringEnumMemberName("RESOURCE_TYPE_OBJECTS")]
    Objects,

    /// <summary>The account.</summary>
    [JsonStringEnumMemberName("RESOURCE_TYPE_ACCOUNT")]
    Account,
}
