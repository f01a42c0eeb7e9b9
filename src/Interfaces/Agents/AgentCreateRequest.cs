namespace BenchCluster.Agents;

/// <summary>The body of <c>POST /v1/agents</c>.</summary>
[GenerateSerializer, Immutable, Alias("bench.AgentCreateRequest")]
public sealed record AgentCreateRequest
{
    /// <summary>The name; several may share one, the newest counts.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Where it is installed from.</summary>
    [Id(1)]
    public AgentSource? Source { get; init; }

    /// <summary>The version: a package's, or a Git ref.</summary>
    [Id(2)]
    public string? Version { get; init; }
}
