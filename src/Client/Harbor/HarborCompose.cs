using BenchCluster.Devboxes;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>What a compose file says of a task's containers.</summary>
internal sealed record HarborCompose
{
    /// <summary>Of the main container: an image instead of the Dockerfile.</summary>
    public string? Image { get; init; }

    /// <summary>Its variables.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }

    public Healthcheck? Healthcheck { get; init; }

    /// <summary>The network of all containers; null for the outside.</summary>
    public NetworkMode? Network { get; init; }

    /// <summary>Those beside it, each after all that it depends on.</summary>
    public required IReadOnlyList<HarborService> Services { get; init; }
}
