using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BenchCluster.Http.Objects;

/// <summary>URLs that let who has them do one thing with one object until they expire, without the API key.</summary>
/// <param name="key">What they are signed with.</param>
internal sealed class SignedUrls(string key, TimeProvider clock)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>A URL at which the object's bytes may be put or got.</summary>
    public string Make(HttpContext http, string objectId, string operation, TimeSpan lifetime)
    {
        var expires = (clock.GetUtcNow() + lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{http.Request.Scheme}://{http.Request.Host}/objects/{objectId}?operation={operation}&expires={expires}&signature={Sign(objectId, operation, expires)}";
    }

    /// <summary>Fails unless the request's URL is a valid one for the operation.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Forbidden"/>.</exception>
    public void Check(HttpContext http, string objectId, string operation)
    {
        var expires = ListRequest.Text(http, "expires") ?? "";
        var signature = ListRequest.Text(http, "signature") ?? "";
        var isRight = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Sign(objectId, operation, expires)), Encoding.ASCII.GetBytes(signature));
        if (!isRight || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end))
            throw new BenchException(BenchError.Forbidden, "The URL's signature is not valid.");
        if (clock.GetUtcNow().ToUnixTimeSeconds() > end)
            throw new BenchException(BenchError.Forbidden, "The URL has expired.");
    }

    private string Sign(string objectId, string operation, string expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{operation}\n{objectId}\n{expires}")));
}
