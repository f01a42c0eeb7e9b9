namespace BenchCluster.BenchmarkJobs;

/// <summary>What the kinds of jobs over scenarios of the cluster share.</summary>
public abstract record DefinedJobSpec : BenchmarkJobSpec
{
    /// <summary>The agents, at least one; each gets a benchmark run.</summary>
    public required IReadOnlyList<RunAgentConfig> AgentConfigs { get; init; }

    /// <summary>How it is carried out.</summary>
    public OrchestratorConfig? OrchestratorConfig { get; init; }
}
