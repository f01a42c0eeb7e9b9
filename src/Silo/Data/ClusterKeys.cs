using System.Security.Cryptography;
using System.Text;

namespace BenchCluster.Data;

/// <summary>
/// The cluster's id and keys: files of a directory, each made once, by whoever comes first. All silos of a cluster have
/// the same ones.
/// </summary>
/// <param name="directory">Where they are; it exists.</param>
public sealed class ClusterKeys(string directory)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The cluster's id; containers carry it.</summary>
    public string ClusterId => ReadOrMake("cluster-id", () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));

    /// <summary>When the cluster was made.</summary>
    public DateTimeOffset CreatedAt
    {
        get
        {
            _ = ClusterId;
            return new DateTimeOffset(File.GetLastWriteTimeUtc(At("cluster-id")));
        }
    }

    /// <summary>The API key, for its owner's eyes only.</summary>
    public string ApiKey => ReadOrMake("api-key", () => $"bench_{RandomNumberGenerator.GetHexString(48, lowercase: true)}");

    /// <summary>What secrets are encrypted with: 32 bytes as hex.</summary>
    public string SecretKey => ReadOrMake("secret-key", () => RandomNumberGenerator.GetHexString(64, lowercase: true));

    /// <summary>What signed URLs are signed with.</summary>
    public string SigningKey => ReadOrMake("signing-key", () => RandomNumberGenerator.GetHexString(64, lowercase: true));

    /// <summary>What silos show each other, so that nobody else passes for one.</summary>
    public string PeerKey => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(SigningKey), "peer"u8));

    /// <summary>Says whose keys these are without giving them away: what the silos of a cluster compare.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{ClusterId}\n{SecretKey}\n{SigningKey}")));

    private string At(string name) => Path.Combine(directory, name);

    private string ReadOrMake(string name, Func<string> make)
    {
        var path = At(name);
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } text)
            return text;
        var part = $"{path}.{Guid.NewGuid():n}.part";
        // Private from the first byte on, and seen whole or not at all.
        using (var file = new FileStream(part, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = Private,
        }))
        {
            file.Write(Encoding.ASCII.GetBytes(make()));
            file.Flush(flushToDisk: true);
        }

        try
        {
            // An empty file is what a full disk left.
            File.Move(part, path, overwrite: new FileInfo(path) is { Exists: true, Length: 0 });
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another silo was first.
            File.Delete(part);
        }

        return File.ReadAllText(path).Trim();
    }
}
