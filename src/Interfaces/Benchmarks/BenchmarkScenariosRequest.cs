namespace BenchCluster.Benchmarks;

/// <summary>The body of <c>POST /v1/benchmarks/{id}/scenarios</c>.</summary>
[GenerateSerializer, Immutable, Alias("bench.BenchmarkScenariosRequest")]
public sealed record BenchmarkScenariosRequest
{
    /// <summary>Scenarios to add at the end.</summary>
    [Id(0)]
    public IReadOnlyList<string>? ScenariosToAdd { get; init; }

    /// <summary>Scenarios to take out.</summary>
    [Id(1)]
    public IReadOnlyList<string>? ScenariosToRemove { get; init; }
}
