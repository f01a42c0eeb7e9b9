using System.Security.Cryptography;
using System.Text;

namespace BenchCluster.Secrets;

/// <summary>
/// Encrypts with AES-256-GCM under a key that is in the data directory, apart from the database. The owner is bound in as
/// associated data. Format: a version byte, the nonce, the tag, the encrypted bytes.
/// </summary>
internal sealed class AesSecretVault : ISecretVault
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + NonceLength + TagLength;

    private readonly byte[] _key;

    /// <summary>Uses a key of 32 bytes, as hex.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public AesSecretVault(string hexKey)
    {
        try
        {
            _key = Convert.FromHexString(hexKey);
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException("secret-key: must be 64 hexadecimal digits.", e);
        }

        if (_key.Length != 32)
            throw new InvalidOperationException("secret-key: must be 64 hexadecimal digits.");
    }

    public byte[] Protect(string owner, string value)
    {
        var plain = Encoding.UTF8.GetBytes(value);
        var result = new byte[HeaderLength + plain.Length];
        result[0] = Version;
        var nonce = result.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plain, result.AsSpan(HeaderLength), result.AsSpan(1 + NonceLength, TagLength), Encoding.UTF8.GetBytes(owner));
        CryptographicOperations.ZeroMemory(plain);
        return result;
    }

    public string Reveal(string owner, byte[] encrypted)
    {
        try
        {
            if (encrypted.Length < HeaderLength || encrypted[0] != Version)
                throw new CryptographicException("Not of this format.");
            var plain = new byte[encrypted.Length - HeaderLength];
            using var aes = new AesGcm(_key, TagLength);
            aes.Decrypt(
                encrypted.AsSpan(1, NonceLength), encrypted.AsSpan(HeaderLength), encrypted.AsSpan(1 + NonceLength, TagLength), plain,
                Encoding.UTF8.GetBytes(owner));
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException e)
        {
            throw new BenchException(BenchError.Unavailable, $"The secret '{owner}' cannot be decrypted: it was encrypted with another key.", e);
        }
    }
}
