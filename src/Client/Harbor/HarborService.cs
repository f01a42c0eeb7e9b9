namespace BenchCluster.Client.Harbor;

/// <summary>A container beside a task's main one.</summary>
internal sealed record HarborService
{
    public required string Name { get; init; }

    /// <summary>The image; null where there is a Dockerfile.</summary>
    public string? Image { get; init; }

    /// <summary>The Dockerfile's text.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>The folder of the Dockerfile's files.</summary>
    public string? Context { get; init; }

    public IReadOnlyDictionary<string, string> BuildArgs { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Health, user, directory and entrypoint, as <c>docker create</c> has them.</summary>
    public required string Options { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Those that are started before it.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
}
