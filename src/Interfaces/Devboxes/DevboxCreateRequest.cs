namespace BenchCluster.Devboxes;

/// <summary>The body of <c>POST /v1/devboxes</c>, as far as it is served.</summary>
[GenerateSerializer, Immutable, Alias("bench.DevboxCreateRequest")]
public sealed record DevboxCreateRequest
{
    /// <summary>The devbox's name; need not be unique.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(1)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The blueprint to start from; at most one of this and <see cref="BlueprintName"/>.</summary>
    [Id(2)]
    public string? BlueprintId { get; init; }

    /// <summary>The name of the blueprint to start from: its newest that is built.</summary>
    [Id(3)]
    public string? BlueprintName { get; init; }

    /// <summary>Environment of every command.</summary>
    [Id(4)]
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }

    /// <summary>Paths and contents of text files written before the launch commands run.</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, string>? FileMounts { get; init; }

    /// <summary>Size and start.</summary>
    [Id(6)]
    public LaunchParameters? LaunchParameters { get; init; }

    /// <summary>An image the node has or can pull, instead of a blueprint (an extension of the contract).</summary>
    [Id(7)]
    public string? Image { get; init; }
}
