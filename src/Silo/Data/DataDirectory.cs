using System.Globalization;

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

    /// <summary>Where the files of SSH are.</summary>
    public string Ssh => At("ssh");

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
}
