using System.Text.Json.Serialization;

namespace BenchCluster.NetworkPolicies;

/// <summary>The protocol of a port.</summary>
public enum PortProtocol
{
    /// <summary>TCP.</summary>
    [JsonStringEnumMemberName("TCP")]
    Tcp,

    /// <summary>UDP.</summary>
    [JsonStringEnumMemberName("UDP")]
    Udp,
}
