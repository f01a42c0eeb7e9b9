using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchCluster.ApiKeys;
using BenchCluster.Index;

namespace BenchCluster.Http.ApiKeys;

/// <summary>
/// Which keys let in: the one of the data directory, and those made with the API. What was found is remembered for a
/// while, so that a request does not cost a query and a deleted key is soon refused on every silo.
/// </summary>
internal sealed class ApiKeys(string firstKey, IResourceIndex index, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly string _firstHash = HashOf(firstKey);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, DateTimeOffset? Expires, KeyGrant Grant)> _known = new();

    /// <summary>SHA-256 of a key, lower-case hex. A hash of a random key needs no salt.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>What the key may do; null when it does not let in.</summary>
    public ValueTask<KeyGrant?> FindGrantAsync(string key, CancellationToken cancellationToken)
    {
        // Hashes are compared, so that the time that it takes says nothing about a key.
        var hash = HashOf(key);
        if (hash == _firstHash)
            return ValueTask.FromResult<KeyGrant?>(KeyGrant.Everything);
        var now = clock.GetUtcNow();
        return _known.TryGetValue(hash, out var known) && known.Until > now
            ? ValueTask.FromResult(known.Expires is null || known.Expires > now ? known.Grant : null)
            : FindAsync(hash, now, cancellationToken);
    }

    /// <summary>Forgets what was found.</summary>
    public void ForgetAll() => _known.Clear();

    private async ValueTask<KeyGrant?> FindAsync(string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var page = await index.ListAsync(
            new ResourceQuery { Kind = ResourceKind.ApiKey.Prefix, Name = hash, Limit = 1, CountAll = false }, cancellationToken);
        if (page.Views.Count == 0)
        {
            _known.TryRemove(hash, out _);
            return null;
        }

        var view = JsonSerializer.Deserialize<ApiKeyView>(page.Views[0], WireJson.Options)!;
        DateTimeOffset? expires = view.ExpiresAtMs is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        var grant = view.Scopes is null ? KeyGrant.Everything : new KeyGrant(view.Scopes);
        _known[hash] = (now + Remembered, expires, grant);
        return expires is null || expires > now ? grant : null;
    }
}
