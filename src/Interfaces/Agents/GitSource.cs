namespace BenchCluster.Agents;

/// <summary>A Git repository.</summary>
[GenerateSerializer, Immutable, Alias("bench.GitSource")]
public sealed record GitSource
{
    /// <summary>Its URL.</summary>
    [Id(0)]
    public required string Repository { get; init; }

    /// <summary>Branch, tag or commit; default the repository's own.</summary>
    [Id(1)]
    public string? Ref { get; init; }

    /// <summary>Commands run in the clone.</summary>
    [Id(2)]
    public IReadOnlyList<string>? AgentSetup { get; init; }
}
