using BenchCluster.Devboxes;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>A task's container.</summary>
internal sealed record HarborEnvironment
{
    public string? Dockerfile { get; init; }

    public string? Image { get; init; }

    public required double BuildTimeoutSec { get; init; }

    public required LaunchParameters Launch { get; init; }

    public string? WorkingDirectory { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    public Healthcheck? Healthcheck { get; init; }

    /// <summary>Servers that agents are told of.</summary>
    public IReadOnlyList<McpServer>? McpServers { get; init; }

    /// <summary>The containers beside it.</summary>
    public IReadOnlyList<HarborService> Services { get; init; } = [];
}
