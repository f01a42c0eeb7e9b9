namespace BenchCluster.Scenarios;

/// <summary>A server of the Model Context Protocol that a scenario's agents are told of (an extension of the contract).</summary>
[GenerateSerializer, Immutable, Alias("bench.McpServer")]
public sealed record McpServer
{
    /// <summary>The name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary><c>sse</c> or <c>streamable-http</c>, at a URL, or <c>stdio</c>, a command.</summary>
    [Id(1)]
    public required string Transport { get; init; }

    /// <summary>Where it is, as seen from the devbox.</summary>
    [Id(2)]
    public string? Url { get; init; }

    /// <summary>The command that is it, in the devbox.</summary>
    [Id(3)]
    public string? Command { get; init; }

    /// <summary>The command's arguments.</summary>
    [Id(4)]
    public IReadOnlyList<string>? Args { get; init; }
}
