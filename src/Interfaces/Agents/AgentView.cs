namespace BenchCluster.Agents;

/// <summary>A registered agent, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.AgentView")]
public sealed record AgentView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(1)]
    public required long CreateTimeMs { get; init; }

    /// <summary>Always false: nothing is published.</summary>
    [Id(2)]
    public bool IsPublic { get; init; }

    /// <summary>The name.</summary>
    [Id(3)]
    public required string Name { get; init; }

    /// <summary>Where it is installed from.</summary>
    [Id(4)]
    public AgentSource? Source { get; init; }

    /// <summary>The version.</summary>
    [Id(5)]
    public string? Version { get; init; }
}
