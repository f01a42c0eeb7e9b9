using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BenchCluster.Ssh;

/// <summary>Public keys as <c>authorized_keys</c> has them (RFC 5656).</summary>
internal static class SshPublicKey
{
    private const string Algorithm = "ecdsa-sha2-nistp256";
    private const string Curve = "nistp256";
    private const byte Uncompressed = 4;

    /// <summary>The algorithm's name and the key.</summary>
    public static string Of(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        using var blob = new MemoryStream();
        Append(blob, Encoding.ASCII.GetBytes(Algorithm));
        Append(blob, Encoding.ASCII.GetBytes(Curve));
        Append(blob, [Uncompressed, .. point.X!, .. point.Y!]);
        return $"{Algorithm} {Convert.ToBase64String(blob.ToArray())}";
    }

    private static void Append(MemoryStream blob, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        blob.Write(length);
        blob.Write(bytes);
    }
}
