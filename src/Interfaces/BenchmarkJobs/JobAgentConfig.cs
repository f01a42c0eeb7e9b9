namespace BenchCluster.BenchmarkJobs;

/// <summary>An agent of a job, as its caller gave it.</summary>
[GenerateSerializer, Immutable, Alias("bench.JobAgentConfig")]
public sealed record JobAgentConfig : RunAgentConfig
{
    /// <summary>The name: <c>oracle</c>, <c>nop</c>, one of the recipes', a registered agent's; any with <c>kwargs.command</c>.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What it finds in its environment.</summary>
    [Id(1)]
    public JobAgentEnvironment? AgentEnvironment { get; init; }

    /// <summary>The registered agent; default the newest of that name.</summary>
    [Id(2)]
    public string? AgentId { get; init; }

    /// <summary>Further settings; <c>command</c> is what it is started with, <c>version</c> which version is installed.</summary>
    [Id(3)]
    public IReadOnlyDictionary<string, string>? Kwargs { get; init; }

    /// <summary>The model.</summary>
    [Id(4)]
    public string? ModelName { get; init; }

    /// <summary>Seconds that it has for a scenario; default the scenario's own.</summary>
    [Id(5)]
    public double? TimeoutSeconds { get; init; }
}
