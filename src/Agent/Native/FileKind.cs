namespace BenchCluster.Agent.Native;

/// <summary>What a file is.</summary>
internal enum FileKind
{
    /// <summary>A plain file.</summary>
    Plain,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A character device, such as /dev/null.</summary>
    Device,

    /// <summary>A pipe, a socket or a disk: opening one may wait for ever, or worse.</summary>
    Other,
}
