namespace BenchCluster.Http;

/// <summary>Answers for paths that no route serves: parts of the contract that are not served yet, and mistakes.</summary>
internal static class NotServed
{
    /// <summary>First segments of the contract's paths.</summary>
    private static readonly string[] Contract =
    [
        "accounts", "agents", "apikeys", "axons", "benchmark_jobs", "benchmark_runs", "benchmarks", "blueprints", "devboxes",
        "gateway-configs", "mcp-configs", "network-policies", "objects", "restricted_keys", "scenarios", "secrets",
    ];

    /// <summary>Maps what is left.</summary>
    public static void MapNotServed(this IEndpointRouteBuilder routes) =>
        routes.MapFallback("/v1/{resource}/{**rest}", (string resource, HttpContext http) => Refuse(resource, http.Request)).ExcludeFromDescription();

    private static IResult Refuse(string resource, HttpRequest request) => throw (Contract.Contains(resource)
        ? new BenchException(BenchError.NotServed, $"{request.Method} {request.Path} is not served yet.")
        : new BenchException(BenchError.NotFound, $"There is no {request.Path}."));
}
