using System.Diagnostics;

namespace BenchCluster.Tests.Devboxes;

/// <summary>A disk in memory for a few megabytes and a hundred files, mounted on a directory of this machine.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    /// <summary>Mounts it.</summary>
    public SmallDisk(string path, int megabytes)
    {
        _path = path;
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,nr_inodes=100,mode=0700", "none", path);
    }

    /// <summary>Unmounts it here; a container that has it keeps it until its own end.</summary>
    public void Dispose() => Run("umount", _path);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
