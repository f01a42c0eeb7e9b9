namespace BenchCluster.Engine;

/// <summary>Kinds of <see cref="ContainerEvent"/>.</summary>
public enum ContainerEventKind
{
    /// <summary>Its first process has ended.</summary>
    Died,

    /// <summary>The kernel killed a process of it for want of memory; the container may go on.</summary>
    OutOfMemory,

    /// <summary>It was removed.</summary>
    Removed,
}
