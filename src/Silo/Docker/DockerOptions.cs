using BenchCluster.Docker.Registry;

namespace BenchCluster.Docker;

/// <summary>How this node reaches its Docker engine, and whose containers are its own.</summary>
internal sealed record DockerOptions
{
    /// <summary>The configuration section that holds these.</summary>
    public const string Section = "Docker";

    /// <summary>The program in <see cref="AgentDirectory"/> that is PID 1 of every devbox.</summary>
    public const string AgentProgram = "bench-agent";

    /// <summary>The engine: <c>unix:///path</c> or <c>tcp://host:port</c>. <c>DOCKER_HOST</c> where it is set.</summary>
    public Uri Endpoint { get; init; } =
        new(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? host : "unix:///var/run/docker.sock");

    /// <summary>The cluster; containers and images of another one on the same engine are left alone.</summary>
    public required string ClusterId { get; init; }

    /// <summary>This node's name.</summary>
    public required string NodeName { get; init; }

    /// <summary>The host's directory that holds the agent; mounted read-only at <c>/.bench/bin</c>.</summary>
    public required string AgentDirectory { get; init; }

    /// <summary>A host directory of tools for scorers, mounted read-only at <c>/.bench/tools</c>; null for none.</summary>
    public string? ToolsDirectory { get; init; }

    /// <summary>
    /// The network for devboxes that may reach the outside, made where it is missing; null for the engine's own bridge,
    /// on which they can reach each other.
    /// </summary>
    public string? Network { get; init; }

    /// <summary>The most network sandboxes that are kept ready or in use; 0 for none. They want a <see cref="Network"/>.</summary>
    public int MostSandboxes { get; init; }

    /// <summary>The image that sandboxes are made of. Any will do: nothing of it is used.</summary>
    public string? SandboxImage { get; init; }

    /// <summary>The registry that keeps what is built and kept here; null for none.</summary>
    public RegistryOptions? Registry { get; init; }

    /// <summary>How long a small call may take until the engine counts as unavailable.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a pull or a commit may take.</summary>
    public TimeSpan ImageTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Refuses options that cannot work.</summary>
    /// <exception cref="InvalidOperationException">Names the key and says what is wrong with it.</exception>
    public void Validate()
    {
        Require(Endpoint.Scheme is "unix" or "tcp" or "http", nameof(Endpoint), $"'{Endpoint}' is neither unix:// nor tcp://");
        Require(!string.IsNullOrWhiteSpace(ClusterId), nameof(ClusterId), "must not be empty");
        Require(!string.IsNullOrWhiteSpace(NodeName), nameof(NodeName), "must not be empty");
        Require(Path.IsPathFullyQualified(AgentDirectory), nameof(AgentDirectory), $"'{AgentDirectory}' is not an absolute path");
        Require(
            File.Exists(Path.Combine(AgentDirectory, AgentProgram)),
            nameof(AgentDirectory),
            $"there is no {AgentProgram} in '{AgentDirectory}'");
        Require(
            ToolsDirectory is null || (Path.IsPathFullyQualified(ToolsDirectory) && Directory.Exists(ToolsDirectory)),
            nameof(ToolsDirectory),
            $"'{ToolsDirectory}' is not the absolute path of a directory");
        Require(
            MostSandboxes == 0 || (MostSandboxes > 0 && Network is { Length: > 0 } && SandboxImage is { Length: > 0 }),
            nameof(MostSandboxes),
            $"sandboxes want {nameof(Network)} and {nameof(SandboxImage)}");
        Require(CallTimeout > TimeSpan.Zero, nameof(CallTimeout), "must be longer than zero");
        Require(ImageTimeout > TimeSpan.Zero, nameof(ImageTimeout), "must be longer than zero");
    }

    private static void Require(bool holds, string key, string problem)
    {
        if (!holds)
            throw new InvalidOperationException($"{Section}:{key}: {problem}.");
    }
}
