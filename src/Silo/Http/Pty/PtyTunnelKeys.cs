using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BenchCluster.Http.Pty;

/// <summary>
/// Keys and tokens of PTY tunnels. Nothing of them is kept: a key carries its devbox, its end and a signature, and its token
/// is another one. So they outlive the silo, and end by themselves.
/// </summary>
internal sealed class PtyTunnelKeys(string signingKey, TimeProvider clock)
{
    /// <summary>Those of a host name, which knows no capitals.</summary>
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Until the year 4453.</summary>
    private const int EndLength = 7;

    private const int NonceLength = 4;
    private const int SignatureLength = 9;
    private const int TailLength = EndLength + NonceLength + SignatureLength;

    /// <summary>How long a key is good for; who goes on for longer asks again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly byte[] _key = Encoding.UTF8.GetBytes(signingKey);

    /// <summary>A new key for a devbox, and its token.</summary>
    public (string Key, string Token) New(string devboxId)
    {
        var end = clock.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds();
        var body = devboxId[(ResourceKind.Devbox.Prefix.Length + 1)..] + Text(end, EndLength) + RandomNumberGenerator.GetString(Letters, NonceLength);
        var key = body + Sign(body);
        return (key, TokenOf(key));
    }

    /// <summary>The devbox that a key leads to; null when it is none of ours, or its time is over.</summary>
    public string? DevboxOf(string key)
    {
        if (key.Length <= TailLength)
            return null;
        var body = key[..^SignatureLength];
        if (!IsSame(key[^SignatureLength..], Sign(body)) || Number(body.AsSpan(body.Length - NonceLength - EndLength, EndLength)) < clock.GetUtcNow().ToUnixTimeSeconds())
            return null;
        return $"{ResourceKind.Devbox.Prefix}_{key[..^TailLength]}";
    }

    /// <summary>Whether the token is the key's.</summary>
    public bool IsToken(string key, string token) => IsSame(token, TokenOf(key));

    private static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static string Text(long number, int length)
    {
        Span<char> text = stackalloc char[length];
        for (var i = length - 1; i >= 0; i--, number /= Letters.Length)
            text[i] = Letters[(int)(number % Letters.Length)];
        return new string(text);
    }

    private static long Number(ReadOnlySpan<char> text)
    {
        var number = 0L;
        foreach (var letter in text)
            number = (number * Letters.Length) + Letters.IndexOf(letter, StringComparison.Ordinal);
        return number;
    }

    private string Sign(string body) => string.Concat(Mac("pty-key", body).Take(SignatureLength).Select(b => Letters[b % Letters.Length]));

    private string TokenOf(string key) => Convert.ToHexStringLower(Mac("pty-token", key));

    private byte[] Mac(string purpose, string text) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{purpose}\n{text}")));
}
