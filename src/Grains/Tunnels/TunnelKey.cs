using System.Security.Cryptography;

namespace BenchCluster.Tunnels;

/// <summary>
/// Keys of tunnels: labels of host names, which nobody guesses. A key begins with the body of its devbox's id, so that
/// nothing has to be looked up, and goes on at random.
/// </summary>
public static class TunnelKey
{
    /// <summary>Those of a host name, which knows no capitals.</summary>
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>103 bits. With a port before it, a key is no longer than a label of a host name may be.</summary>
    private const int RandomLength = 20;

    /// <summary>A new key for a devbox's tunnel.</summary>
    public static string New(string devboxId)
    {
        ArgumentNullException.ThrowIfNull(devboxId);
        return devboxId[(ResourceKind.Devbox.Prefix.Length + 1)..] + RandomNumberGenerator.GetString(Letters, RandomLength);
    }

    /// <summary>The devbox that a key leads to, if it is one; null when it cannot be a key.</summary>
    public static string? DevboxOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Length > RandomLength && $"{ResourceKind.Devbox.Prefix}_{key[..^RandomLength]}" is var id && ResourceId.IsId(ResourceKind.Devbox, id)
            ? id
            : null;
    }
}
