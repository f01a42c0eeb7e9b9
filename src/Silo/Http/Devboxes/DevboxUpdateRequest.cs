namespace BenchCluster.Http.Devboxes;

/// <summary>The body of <c>POST /v1/devboxes/{id}</c>: absent keeps, empty clears.</summary>
internal sealed record DevboxUpdateRequest(string? Name = null, IReadOnlyDictionary<string, string>? Metadata = null);
