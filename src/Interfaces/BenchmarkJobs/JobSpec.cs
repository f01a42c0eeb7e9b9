namespace BenchCluster.BenchmarkJobs;

/// <summary>A job's agents and scenarios, whatever it was made of.</summary>
[GenerateSerializer, Immutable, Alias("bench.JobSpec")]
public sealed record JobSpec
{
    /// <summary>The agents.</summary>
    [Id(0)]
    public required IReadOnlyList<RunAgentConfig> AgentConfigs { get; init; }

    /// <summary>The scenarios, as they were when the job was made.</summary>
    [Id(1)]
    public required IReadOnlyList<string> ScenarioIds { get; init; }

    /// <summary>How it is carried out.</summary>
    [Id(2)]
    public OrchestratorConfig? OrchestratorConfig { get; init; }
}
