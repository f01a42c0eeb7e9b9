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
            && await keys.LetsInAsync(header[Scheme.Length..].Trim(), http.RequestAborted))
        {
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
}
