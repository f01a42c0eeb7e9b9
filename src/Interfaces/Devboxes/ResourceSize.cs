using System.Text.Json.Serialization;

namespace BenchCluster.Devboxes;

/// <summary>Sizes of a devbox (the contract's): CPU cores, memory, disk.</summary>
public enum ResourceSize
{
    /// <summary>0.5 cores, 1 GiB, 4 GiB.</summary>
    [JsonStringEnumMemberName("X_SMALL")]
    XSmall,

    /// <summary>1 core, 2 GiB, 4 GiB.</summary>
    [JsonStringEnumMemberName("SMALL")]
    Small,

    /// <summary>2 cores, 4 GiB, 8 GiB.</summary>
    [JsonStringEnumMemberName("MEDIUM")]
    Medium,

    /// <summary>2 cores, 8 GiB, 16 GiB.</summary>
    [JsonStringEnumMemberName("LARGE")]
    Large,

    /// <summary>4 cores, 16 GiB, 16 GiB.</summary>
    [JsonStringEnumMemberName("X_LARGE")]
    XLarge,

    /// <summary>8 cores, 32 GiB, 16 GiB.</summary>
    [JsonStringEnumMemberName("XX_LARGE")]
    XxLarge,

    /// <summary>As the custom fields say.</summary>
    [JsonStringEnumMemberName("CUSTOM_SIZE")]
    Custom,
}
