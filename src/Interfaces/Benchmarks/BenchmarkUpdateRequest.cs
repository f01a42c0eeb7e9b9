namespace BenchCluster.Benchmarks;

/// <summary>The body of <c>POST /v1/benchmarks/{id}</c>: null keeps, an empty value clears.</summary>
[GenerateSerializer, Immutable, Alias("bench.BenchmarkUpdateRequest")]
public sealed record BenchmarkUpdateRequest
{
    /// <summary>The name; unique, not blank.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>The scenarios, in order.</summary>
    [Id(1)]
    public IReadOnlyList<string>? ScenarioIds { get; init; }

    /// <summary>Who made it.</summary>
    [Id(2)]
    public string? Attribution { get; init; }

    /// <summary>What it is.</summary>
    [Id(3)]
    public string? Description { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(4)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Variables without which it will not start.</summary>
    [Id(5)]
    public IReadOnlyList<string>? RequiredEnvironmentVariables { get; init; }

    /// <summary>Secrets without which it will not start.</summary>
    [Id(6)]
    public IReadOnlyList<string>? RequiredSecretNames { get; init; }
}
