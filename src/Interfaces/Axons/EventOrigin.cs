using System.Text.Json.Serialization;

namespace BenchCluster.Axons;

/// <summary>Where an event comes from (the contract's).</summary>
public enum EventOrigin
{
    /// <summary>Another system.</summary>
    [JsonStringEnumMemberName("EXTERNAL_EVENT")]
    External,

    /// <summary>An agent.</summary>
    [JsonStringEnumMemberName("AGENT_EVENT")]
    Agent,

    /// <summary>A person.</summary>
    [JsonStringEnumMemberName("USER_EVENT")]
    User,

    /// <summary>The service; nobody can publish it.</summary>
    [JsonStringEnumMemberName("SYSTEM_EVENT")]
    System,
}
