using System.Text.Json.Serialization;

namespace BenchCluster.ApiKeys;

/// <summary>What a restricted key may do to a kind of resource (the contract's).</summary>
public enum AccessLevel
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("ACCESS_LEVEL_NONE")]
    None,

    /// <summary>See it.</summary>
    [JsonStringEnumMemberName("ACCESS_LEVEL_READ")]
    Read,

    /// <summary>See, make, use, change and end it.</summary>
    [JsonStringEnumMemberName("ACCESS_LEVEL_WRITE")]
    Write,
}
