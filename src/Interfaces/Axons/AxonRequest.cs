namespace BenchCluster.Axons;

/// <summary>The body of <c>POST /v1/axons</c>, and of an update, which takes metadata only.</summary>
[GenerateSerializer, Immutable, Alias("bench.AxonRequest")]
public sealed record AxonRequest
{
    /// <summary>The name; several may share one.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>Labels.</summary>
    [Id(1)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
