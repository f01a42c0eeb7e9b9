namespace BenchCluster.Http.Description;

/// <summary>What the description says of one route.</summary>
/// <param name="Summary">What it does.</param>
/// <param name="Body">The JSON that it takes; null for none.</param>
/// <param name="Answer">The JSON that it answers, or an element of the list; null for none.</param>
internal sealed record Operation(string Summary, Type? Body = null, Type? Answer = null)
{
    /// <summary>The name of the list of a page; null where it answers no page.</summary>
    public string? List { get; init; }

    /// <summary>Further query parameters, beside those of every page.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>What it takes or answers instead of JSON.</summary>
    public string? BodyType { get; init; }

    /// <summary>What it answers instead of JSON.</summary>
    public string? AnswerType { get; init; }
}
