using System.Text.Json.Serialization;

namespace BenchCluster.Scenarios;

/// <summary>How a scenario is validated (the contract's).</summary>
public enum ValidationType
{
    /// <summary>Not said.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified,

    /// <summary>The reference output scores 1.</summary>
    [JsonStringEnumMemberName("FORWARD")]
    Forward,

    /// <summary>The untouched environment scores 0.</summary>
    [JsonStringEnumMemberName("REVERSE")]
    Reverse,

    /// <summary>An agent's work is evaluated.</summary>
    [JsonStringEnumMemberName("EVALUATION")]
    Evaluation,
}
