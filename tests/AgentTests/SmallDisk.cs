namespace BenchCluster.Tests;

/// <summary>A file system in memory, of a size, until it is disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    public SmallDisk(string path, string options)
    {
        _path = Directory.CreateDirectory(path).FullName;
        SystemMount.Run("mount", "-t", "tmpfs", "-o", $"size={options}", "bench-test", _path);
    }

    public void Dispose() => SystemMount.Run("umount", "-l", _path);
}
