using BenchCluster.Devboxes;

namespace BenchCluster.Blueprints;

/// <summary>The body of <c>POST /v1/blueprints</c>, as far as it is served.</summary>
[GenerateSerializer, Immutable, Alias("bench.BlueprintCreateRequest")]
public sealed record BlueprintCreateRequest
{
    /// <summary>The name; several builds may share one, the newest that is built counts.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The Dockerfile; default the base image.</summary>
    [Id(1)]
    public string? Dockerfile { get; init; }

    /// <summary>Commands run on top of the Dockerfile's image.</summary>
    [Id(2)]
    public IReadOnlyList<string>? SystemSetupCommands { get; init; }

    /// <summary>Files for the Dockerfile.</summary>
    [Id(3)]
    public BuildContext? BuildContext { get; init; }

    /// <summary>Build arguments.</summary>
    [Id(4)]
    public IReadOnlyDictionary<string, string>? BuildArgs { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Defaults for devboxes made from it.</summary>
    [Id(6)]
    public LaunchParameters? LaunchParameters { get; init; }

    /// <summary>Seconds that the build may take; default 600 (an extension of the contract).</summary>
    [Id(7)]
    public double? BuildTimeoutSec { get; init; }
}
