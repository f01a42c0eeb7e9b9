using BenchCluster.Devboxes;

namespace BenchCluster.Scenarios;

/// <summary>Where a scenario runs.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScenarioEnvironment")]
public sealed record ScenarioEnvironment
{
    /// <summary>The blueprint; default the base image.</summary>
    [Id(0)]
    public string? BlueprintId { get; init; }

    /// <summary>Size and start.</summary>
    [Id(1)]
    public LaunchParameters? LaunchParameters { get; init; }

    /// <summary>The snapshot to start from, instead of a blueprint.</summary>
    [Id(2)]
    public string? SnapshotId { get; init; }

    /// <summary>Where the agent works and scorers run; default the image's working directory, else the user's home.</summary>
    [Id(3)]
    public string? WorkingDirectory { get; init; }

    /// <summary>An image the node has or can pull, instead of a blueprint (an extension of the contract).</summary>
    [Id(4)]
    public string? Image { get; init; }

    /// <summary>Environment of every command (an extension of the contract).</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }

    /// <summary>A command that must succeed before the agent starts (an extension; Harbor's healthcheck).</summary>
    [Id(6)]
    public Healthcheck? Healthcheck { get; init; }
}
