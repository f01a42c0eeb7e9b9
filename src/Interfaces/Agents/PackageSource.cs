namespace BenchCluster.Agents;

/// <summary>A package of npm's or pip's registry.</summary>
[GenerateSerializer, Immutable, Alias("bench.PackageSource")]
public sealed record PackageSource
{
    /// <summary>The package.</summary>
    [Id(0)]
    public required string PackageName { get; init; }

    /// <summary>The registry; default the tool's own.</summary>
    [Id(1)]
    public string? RegistryUrl { get; init; }

    /// <summary>Commands run after it is installed.</summary>
    [Id(2)]
    public IReadOnlyList<string>? AgentSetup { get; init; }
}
