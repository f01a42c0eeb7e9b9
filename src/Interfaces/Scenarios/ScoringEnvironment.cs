using BenchCluster.Devboxes;

namespace BenchCluster.Scenarios;

/// <summary>
/// An environment of the scorers' own (an extension of the contract; Harbor's separate verifier): a fresh container that has
/// nothing of the agent's but the paths that are named.
/// </summary>
[GenerateSerializer, Immutable, Alias("bench.ScoringEnvironment")]
public sealed record ScoringEnvironment
{
    /// <summary>The blueprint; default the scenario's own environment.</summary>
    [Id(0)]
    public string? BlueprintId { get; init; }

    /// <summary>The image, instead of a blueprint.</summary>
    [Id(1)]
    public string? Image { get; init; }

    /// <summary>Where scorers run; default the image's working directory.</summary>
    [Id(2)]
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment of every command in it.</summary>
    [Id(3)]
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }

    /// <summary>What it can reach; default the outside.</summary>
    [Id(4)]
    public NetworkMode? NetworkMode { get; init; }

    /// <summary>What is taken over from the agent's devbox: absolute paths of files and directories, at the same places.</summary>
    [Id(5)]
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Commands run in the agent's devbox before that, to bring into files what is not in files.</summary>
    [Id(6)]
    public IReadOnlyList<CollectCommand> Collect { get; init; } = [];

    /// <summary>A command that must succeed before the scorers begin.</summary>
    [Id(7)]
    public Healthcheck? Healthcheck { get; init; }
}
