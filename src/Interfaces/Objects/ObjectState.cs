using System.Text.Json.Serialization;

namespace BenchCluster.Objects;

/// <summary>States of a storage object (the contract's).</summary>
public enum ObjectState
{
    /// <summary>Its bytes are awaited.</summary>
    [JsonStringEnumMemberName("UPLOADING")]
    Uploading,

    /// <summary>Its bytes are there and will not change.</summary>
    [JsonStringEnumMemberName("READ_ONLY")]
    ReadOnly,

    /// <summary>It was deleted.</summary>
    [JsonStringEnumMemberName("DELETED")]
    Deleted,

    /// <summary>Its bytes never came.</summary>
    [JsonStringEnumMemberName("ERROR")]
    Error,
}
