namespace BenchCluster.Client;

/// <summary>Where the server is and how to be let in.</summary>
public sealed record BenchClientOptions
{
    /// <summary>The variable with the server's address; the official SDKs read the same.</summary>
    public const string BaseUrlVariable = "RUNLOOP_BASE_URL";

    /// <summary>The variable with the API key; the official SDKs read the same.</summary>
    public const string ApiKeyVariable = "RUNLOOP_API_KEY";

    /// <summary>Where a server started by <c>./bench up</c> listens.</summary>
    public const string DefaultBaseUrl = "http://127.0.0.1:7080";

    /// <summary>The server's address.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The API key; null sends none, and the server will say that it wants one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How long one request may take; longer than the server's long polls, which end after 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request that a retry may cure is sent again.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Reads both variables.</summary>
    /// <exception cref="ArgumentException">The address is not an absolute http or https URL.</exception>
    public static BenchClientOptions FromEnvironment(Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        var address = variable(BaseUrlVariable) is { Length: > 0 } given ? given : DefaultBaseUrl;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new ArgumentException($"{BaseUrlVariable} is '{address}': expected an address such as {DefaultBaseUrl}.");
        return new BenchClientOptions
        {
            BaseUrl = url,
            ApiKey = variable(ApiKeyVariable) is { Length: > 0 } key ? key.Trim() : null,
        };
    }
}
