namespace BenchCluster.Scenarios;

/// <summary>What a scenario says of the agents that work on it (an extension of the contract).</summary>
[GenerateSerializer, Immutable, Alias("bench.AgentDefaults")]
public sealed record AgentDefaults
{
    /// <summary>Seconds that an agent has; default 600.</summary>
    [Id(0)]
    public double? TimeoutSec { get; init; }

    /// <summary>The user that an agent runs as: a name or a number; default the image's.</summary>
    [Id(1)]
    public string? User { get; init; }

    /// <summary>Tools that they are told of.</summary>
    [Id(2)]
    public IReadOnlyList<McpServer>? McpServers { get; init; }
}
