namespace BenchCluster.Objects;

/// <summary>The body of <c>POST /v1/objects</c>.</summary>
[GenerateSerializer, Immutable, Alias("bench.ObjectCreateRequest")]
public sealed record ObjectCreateRequest
{
    /// <summary>The name; need not be unique.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    [Id(1)]
    public required ObjectContentType ContentType { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(2)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>How long it is kept, in milliseconds; default for ever.</summary>
    [Id(3)]
    public long? TtlMs { get; init; }
}
