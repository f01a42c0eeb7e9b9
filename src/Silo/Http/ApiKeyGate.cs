using BenchCluster.ApiKeys;
using BenchCluster.Http.ApiKeys;

namespace BenchCluster.Http;

/// <summary>Lets in who has an API key. Signed URLs and the health check need none.</summary>
internal sealed class ApiKeyGate(RequestDelegate next, ApiKeys.ApiKeys keys)
{
    private const string Scheme = "Bearer ";

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        // Routes are found in any case of letters.
        if (!http.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }

        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && await keys.FindGrantAsync(header[Scheme.Length..].Trim(), http.RequestAborted) is { } grant)
        {
            var (resource, access) = NeededAccess.Of(http.Request.Method, http.Request.Path.Value!);
            if (!grant.Allows(resource, access))
                throw new BenchException(BenchError.Forbidden, Refusal(resource, access));
            await next(http);
            return;
        }

        await ApiErrors.WriteAsync(
            http,
            StatusCodes.Status401Unauthorized,
            "unauthorized",
            header.Length == 0 ? "No API key: send it as 'Authorization: Bearer <key>'." : "The API key is not valid.",
            mayRetry: false);
    }

    private static string Refusal(ScopedResource? resource, AccessLevel access) => resource is { } scoped
        ? $"The API key is restricted: this needs {WireJson.NameOf(access)} to {WireJson.NameOf(scoped)}."
        : "The API key is restricted: this is for keys without restrictions.";
}
