using System.Text.Json.Serialization;

namespace BenchCluster.BenchmarkJobs;

/// <summary>How a scenario ended in a job (the contract's names).</summary>
public enum ScenarioOutcomeState
{
    /// <summary>It has a score.</summary>
    [JsonStringEnumMemberName("COMPLETED")]
    Completed,

    /// <summary>It could not be carried out.</summary>
    [JsonStringEnumMemberName("FAILED")]
    Failed,

    /// <summary>It took too long.</summary>
    [JsonStringEnumMemberName("TIMEOUT")]
    Timeout,

    /// <summary>It was canceled.</summary>
    [JsonStringEnumMemberName("CANCELED")]
    Canceled,
}
