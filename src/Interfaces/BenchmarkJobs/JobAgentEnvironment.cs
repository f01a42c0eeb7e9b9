namespace BenchCluster.BenchmarkJobs;

/// <summary>What an agent of a job finds in its environment.</summary>
[GenerateSerializer, Immutable, Alias("bench.JobAgentEnvironment")]
public sealed record JobAgentEnvironment
{
    /// <summary>Variables.</summary>
    [Id(0)]
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }

    /// <summary>Variables by the id or the name of the secret whose value they have.</summary>
    [Id(1)]
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }
}
