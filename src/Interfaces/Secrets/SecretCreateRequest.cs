namespace BenchCluster.Secrets;

/// <summary>The body of <c>POST /v1/secrets</c>.</summary>
[GenerateSerializer, Immutable, Alias("bench.SecretCreateRequest")]
public sealed record SecretCreateRequest
{
    /// <summary>The name, unique; can be a variable's.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The value; it is never given back.</summary>
    [Id(1)]
    public required string Value { get; init; }

    /// <summary>The record without its value.</summary>
    public override string ToString() => $"{nameof(SecretCreateRequest)} {{ Name = {Name} }}";
}
