using System.Globalization;
using System.Security.Cryptography;

namespace BenchCluster.Data;

/// <summary>
/// The directory that holds all that a silo keeps. One silo at a time uses it; the lock is the kernel's, so it goes
/// with the process, however that ends.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>The database's file.</summary>
    public string Database => At("bench.db");

    /// <summary>Where the bytes of storage objects are.</summary>
    public string Objects => At("objects");

    /// <summary>Where each devbox's own directory is.</summary>
    public string Devboxes => At("devboxes");

    /// <summary>The cluster's id, made once; containers carry it.</summary>
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

    /// <summary>The API key, made once, for its owner's eyes only.</summary>
    public string ApiKey => ReadOrMake("api-key", () => $"bench_{RandomNumberGenerator.GetHexString(48, lowercase: true)}");

    /// <summary>What secrets are encrypted with, made once: 32 bytes as hex.</summary>
    public string SecretKey => ReadOrMake("secret-key", () => RandomNumberGenerator.GetHexString(64, lowercase: true));

    /// <summary>What signed URLs are signed with, made once.</summary>
    public string SigningKey => ReadOrMake("signing-key", () => RandomNumberGenerator.GetHexString(64, lowercase: true));

    /// <summary>Opens the directory, makes it when it is not there, and writes <c>silo.pid</c>.</summary>
    /// <exception cref="InvalidOperationException">Another silo uses it.</exception>
    public static DataDirectory Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute);
        var pidFile = System.IO.Path.Combine(path, "silo.pid");
        FileStream @lock;
        try
        {
            @lock = new FileStream(System.IO.Path.Combine(path, "silo.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException e)
        {
            var owner = File.Exists(pidFile) ? File.ReadAllText(pidFile).Trim() : "unknown";
            throw new InvalidOperationException($"The data directory '{path}' is in use by another silo (process {owner}).", e);
        }

        File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataDirectory(path, @lock);
    }

    /// <summary>Gives the directory back.</summary>
    public void Dispose()
    {
        File.Delete(At("silo.pid"));
        _lock.Dispose();
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);

    private string ReadOrMake(string name, Func<string> make)
    {
        var path = At(name);
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } text)
            return text;
        var made = make();
        var part = $"{path}.part";
        File.Delete(part);
        // Private from the first byte on, and seen whole or not at all.
        using (var file = new FileStream(part, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = Private,
        }))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(made));
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
        return made;
    }
}
