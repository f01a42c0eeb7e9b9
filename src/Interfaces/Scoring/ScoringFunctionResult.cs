using BenchCluster.ScenarioRuns;

namespace BenchCluster.Scoring;

/// <summary>What a scoring function gave.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScoringFunctionResult")]
public sealed record ScoringFunctionResult
{
    /// <summary>The function's name.</summary>
    [Id(0)]
    public required string ScoringFunctionName { get; init; }

    /// <summary>The score, 0 to 1.</summary>
    [Id(1)]
    public required double Score { get; init; }

    /// <summary>How it ended.</summary>
    [Id(2)]
    public required ScoringState State { get; init; }

    /// <summary>What it printed (the end of it where it is long) and, for an error, the reason.</summary>
    [Id(3)]
    public required string Output { get; init; }

    /// <summary>A reward outside 0 to 1, before it was clamped (an extension: Harbor's rewards may be any number).</summary>
    [Id(4)]
    public double? Raw { get; init; }

    /// <summary>How long it took, in milliseconds (an extension).</summary>
    [Id(5)]
    public long? DurationMs { get; init; }

    /// <summary>What a judge used of its model (an extension); votes that were known already cost nothing.</summary>
    [Id(6)]
    public AgentUsage? Usage { get; init; }

    /// <summary>Harbor's rewards by their name, as the verifier left them (an extension).</summary>
    [Id(7)]
    public IReadOnlyDictionary<string, double>? Rewards { get; init; }
}
