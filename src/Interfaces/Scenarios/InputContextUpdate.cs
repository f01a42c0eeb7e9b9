namespace BenchCluster.Scenarios;

/// <summary>Changes to what a scenario asks; null keeps.</summary>
[GenerateSerializer, Immutable, Alias("bench.InputContextUpdate")]
public sealed record InputContextUpdate
{
    /// <summary>The problem statement.</summary>
    [Id(0)]
    public string? ProblemStatement { get; init; }

    /// <summary>Any further JSON.</summary>
    [Id(1)]
    public RawJson? AdditionalContext { get; init; }
}
