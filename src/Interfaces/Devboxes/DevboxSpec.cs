using BenchCluster.Blueprints;

namespace BenchCluster.Devboxes;

/// <summary>A devbox to create: a validated request and who asks.</summary>
[GenerateSerializer, Immutable, Alias("bench.DevboxSpec")]
public sealed record DevboxSpec
{
    /// <summary>The request, already validated.</summary>
    [Id(0)]
    public required DevboxCreateRequest Request { get; init; }

    /// <summary>The scenario run that makes it, if one does.</summary>
    [Id(1)]
    public string? ScenarioRunId { get; init; }

    /// <summary>The directory that commands of a scenario run in; default the image's, else the user's home.</summary>
    [Id(2)]
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether another devbox can take its place when its node is lost.</summary>
    [Id(3)]
    public bool IsReplaceable { get; init; }

    /// <summary>Who it shares its turns with when devboxes wait for places: the benchmark run, if it is of one.</summary>
    [Id(4)]
    public string? Group { get; init; }

    /// <summary>The containers beside it, once they are looked up in its blueprint.</summary>
    [Id(5)]
    public IReadOnlyList<ContainerizedService>? Services { get; init; }
}
