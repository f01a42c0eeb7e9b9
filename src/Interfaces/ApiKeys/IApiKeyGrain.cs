using Orleans.Concurrency;

namespace BenchCluster.ApiKeys;

/// <summary>An API key; only its hash is kept. Key: the key's id.</summary>
[Alias("bench.IApiKeyGrain")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>Creates it.</summary>
    /// <param name="hash">SHA-256 of the key, lower-case hex.</param>
    [Alias("Create")]
    Task<ApiKeyView> Create(string? name, DateTimeOffset? expiresAt, string hash);

    /// <summary>Creates one that may do no more than its scopes say.</summary>
    /// <param name="hash">SHA-256 of the key, lower-case hex.</param>
    [Alias("CreateRestricted")]
    Task<ApiKeyView> CreateRestricted(string? name, DateTimeOffset? expiresAt, string hash, IReadOnlyList<KeyScope> scopes);

    /// <summary>The key, without itself.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<ApiKeyView> Get();

    /// <summary>Removes it: it lets in no more, within half a minute on every silo.</summary>
    [Alias("Delete")]
    Task<ApiKeyView> Delete();
}
