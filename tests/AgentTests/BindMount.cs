namespace BenchCluster.Tests;

/// <summary>A file mounted over another, until it is disposed.</summary>
internal sealed class BindMount : IDisposable
{
    private readonly string _target;

    public BindMount(string source, string target)
    {
        _target = target;
        SystemMount.Run("mount", "--bind", source, target);
    }

    public void Dispose() => SystemMount.Run("umount", "-l", _target);
}
