namespace BenchCluster.Resources;

/// <summary>An expected error, as it reaches the caller of a grain and, by its code, the HTTP client.</summary>
[GenerateSerializer, Alias("bench.BenchException")]
public sealed class BenchException : Exception
{
    /// <summary>An error with its code and a message that names the field or resource and the rule.</summary>
    public BenchException(BenchError code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The kind of error.</summary>
    [Id(0)]
    public BenchError Code { get; private set; }

    /// <summary>A 404 for a resource.</summary>
    public static BenchException NotFound(ResourceKind kind, string id) =>
        new(BenchError.NotFound, $"There is no {kind} '{id}'.");

    /// <summary>A 422 for a field.</summary>
    public static BenchException Invalid(string field, string rule) => new(BenchError.InvalidField, $"{field}: {rule}");
}
