namespace BenchCluster.Scenarios;

/// <summary>What a scenario asks.</summary>
[GenerateSerializer, Immutable, Alias("bench.InputContext")]
public sealed record InputContext
{
    /// <summary>The problem statement: all that an agent is told.</summary>
    [Id(0)]
    public required string ProblemStatement { get; init; }

    /// <summary>Any further JSON.</summary>
    [Id(1)]
    public RawJson? AdditionalContext { get; init; }
}
