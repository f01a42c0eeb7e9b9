using BenchCluster.Devboxes;
using BenchCluster.Mounts;

namespace BenchCluster.Blueprints;

/// <summary>The body of <c>POST /v1/blueprints</c>.</summary>
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

    /// <summary>The built blueprint whose image it begins with; at most one of this, <see cref="BaseBlueprintName"/> and <see cref="Dockerfile"/>.</summary>
    [Id(8)]
    public string? BaseBlueprintId { get; init; }

    /// <summary>The name of that blueprint: its newest that is built.</summary>
    [Id(9)]
    public string? BaseBlueprintName { get; init; }

    /// <summary>Repositories to clone below the home of the devbox's user, before the setup commands.</summary>
    [Id(10)]
    public IReadOnlyList<CodeMountParameters>? CodeMounts { get; init; }

    /// <summary>Absolute paths and contents of text files, written before the setup commands.</summary>
    [Id(11)]
    public IReadOnlyDictionary<string, string>? FileMounts { get; init; }

    /// <summary>Variables, and ids of secret mounts, by the secret whose value they have while it is built; nothing of it is left in the image.</summary>
    [Id(12)]
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>Containers that a devbox can have beside it.</summary>
    [Id(13)]
    public IReadOnlyList<ContainerizedService>? Services { get; init; }

    /// <summary>The network policy of the build: as it is when the blueprint is created, and one that allows everything or nothing.</summary>
    [Id(14)]
    public string? NetworkPolicyId { get; init; }
}
