using System.Security.Cryptography;
using System.Text;

namespace BenchCluster.Http;

/// <summary>Lets in who has the API key. Signed URLs and the health check need none.</summary>
internal sealed class ApiKeyGate(RequestDelegate next, ApiKeyGate.ApiKey key)
{
    private const string Scheme = "Bearer ";

    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
            return next(http);
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && key.Matches(header[Scheme.Length..].Trim()))
            return next(http);
        return ApiErrors.WriteAsync(
            http,
            StatusCodes.Status401Unauthorized,
            "unauthorized",
            header.Length == 0 ? "No API key: send it as 'Authorization: Bearer <key>'." : "The API key is not valid.",
            mayRetry: false);
    }

    /// <summary>The key that lets in; only its hash is kept.</summary>
    internal sealed class ApiKey(string key)
    {
        private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

        /// <summary>Whether the text is the key; takes the same time for every wrong one.</summary>
        public bool Matches(string text) =>
            CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
