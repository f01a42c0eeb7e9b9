namespace BenchCluster.Blueprints;

/// <summary>A container that a devbox can have beside it, such as a database; it shares the devbox's network.</summary>
[GenerateSerializer, Immutable, Alias("bench.ContainerizedService")]
public sealed record ContainerizedService
{
    /// <summary>The name; launch parameters name the services that are required.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The image's reference; empty where <see cref="BlueprintId"/> is given.</summary>
    [Id(1)]
    public string Image { get; init; } = "";

    /// <summary>Who may have the image.</summary>
    [Id(2)]
    public ServiceCredentials? Credentials { get; init; }

    /// <summary>Environment of its first process.</summary>
    [Id(3)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Options as <c>docker create</c> has them, of health, user, directory and entrypoint.</summary>
    [Id(4)]
    public string? Options { get; init; }

    /// <summary>Ports as <c>host:container</c>; the devbox reaches the host's on its loopback.</summary>
    [Id(5)]
    public IReadOnlyList<string>? PortMappings { get; init; }

    /// <summary>The blueprint whose image it has, instead of an image's reference (an extension of the contract).</summary>
    [Id(6)]
    public string? BlueprintId { get; init; }

    /// <summary>The arguments of its program, instead of the image's (an extension of the contract).</summary>
    [Id(7)]
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The services that must be healthy before it is started, which stand before it in the list (an extension of the contract).</summary>
    [Id(8)]
    public IReadOnlyList<string>? After { get; init; }
}
