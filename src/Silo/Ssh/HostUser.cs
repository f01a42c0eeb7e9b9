using System.Runtime.InteropServices;

namespace BenchCluster.Ssh;

/// <summary>Who the silo is on its host.</summary>
internal static partial class HostUser
{
    /// <summary>Its number.</summary>
    public static uint Id => geteuid();

    /// <summary>Its group's number.</summary>
    public static uint GroupId => getegid();

    [LibraryImport("libc")]
    private static partial uint getegid();

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
