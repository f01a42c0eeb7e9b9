using BenchCluster.Mounts;
using BenchCluster.Tunnels;

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

    /// <summary>The blueprint to start from; at most one of this, <see cref="BlueprintName"/> and <see cref="SnapshotId"/>.</summary>
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

    /// <summary>The snapshot to start from.</summary>
    [Id(8)]
    public string? SnapshotId { get; init; }

    /// <summary>A script run as the main program: the devbox is shut down when it ends.</summary>
    [Id(9)]
    public string? Entrypoint { get; init; }

    /// <summary>Files, code, objects and agents to put into the devbox before its launch commands run.</summary>
    [Id(10)]
    public IReadOnlyList<Mount>? Mounts { get; init; }

    /// <summary>Repositories to clone; the older form of a code mount.</summary>
    [Id(11)]
    public IReadOnlyList<CodeMountParameters>? CodeMounts { get; init; }

    /// <summary>Variables by the name of the secret whose value they get.</summary>
    [Id(12)]
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>A tunnel to open from the start.</summary>
    [Id(13)]
    public TunnelRequest? Tunnel { get; init; }

    /// <summary>Agent gateways; refused until they are served.</summary>
    [Id(14)]
    public IReadOnlyDictionary<string, RawJson>? Gateways { get; init; }

    /// <summary>MCP servers; refused until they are served.</summary>
    [Id(15)]
    public IReadOnlyDictionary<string, RawJson>? Mcp { get; init; }
}
