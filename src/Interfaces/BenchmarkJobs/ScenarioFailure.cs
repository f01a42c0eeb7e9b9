namespace BenchCluster.BenchmarkJobs;

/// <summary>Why a scenario of a job failed.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScenarioFailure")]
public sealed record ScenarioFailure
{
    /// <summary>The class: <c>EnvironmentError</c>, <c>InfrastructureError</c>, <c>ReferenceError</c>, …</summary>
    [Id(0)]
    public required string ExceptionType { get; init; }

    /// <summary>The reason in words.</summary>
    [Id(1)]
    public required string ExceptionMessage { get; init; }
}
