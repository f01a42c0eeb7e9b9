namespace BenchCluster.ScenarioRuns;

/// <summary>What an agent used of its model, as its own trajectory says (an extension of the contract).</summary>
[GenerateSerializer, Immutable, Alias("bench.AgentUsage")]
public sealed record AgentUsage
{
    /// <summary>Tokens read, those from a cache among them.</summary>
    [Id(0)]
    public long? InputTokens { get; init; }

    /// <summary>Tokens read from a cache.</summary>
    [Id(1)]
    public long? CachedTokens { get; init; }

    /// <summary>Tokens written.</summary>
    [Id(2)]
    public long? OutputTokens { get; init; }

    /// <summary>What that cost, in US dollars; absent where the agent does not know.</summary>
    [Id(3)]
    public double? CostUsd { get; init; }

    /// <summary>Steps, or turns.</summary>
    [Id(4)]
    public int? Steps { get; init; }

    /// <summary>Where that was read: <c>trajectory.json</c> (ATIF), or <c>stdout</c> (a stream of JSON events).</summary>
    [Id(5)]
    public required string Source { get; init; }
}
