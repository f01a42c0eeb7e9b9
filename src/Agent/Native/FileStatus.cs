using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.Agent.Native;

/// <summary>What the system says of a file.</summary>
/// <param name="Mode">Permission bits.</param>
internal readonly partial record struct FileStatus(FileKind Kind, int Mode, uint Uid, uint Gid, long Size, long ModifiedMs)
{
    private const uint TypeMask = 0xF000;
    private const uint PermissionMask = 0xFFF;

    /// <summary>Looks at a file, or at a link itself; null when there is none.</summary>
    public static FileStatus? FindSelf(string path) => Find(bench_stat(path, 0, out var found), found, path);

    /// <summary>Looks at a file, or at what a link points to in the end; null when there is none.</summary>
    public static FileStatus? FindTarget(string path) => Find(bench_stat(path, 1, out var found), found, path);

    /// <summary>Looks at an open file.</summary>
    public static FileStatus Of(SafeFileHandle file) =>
        Find(bench_fstat((int)file.DangerousGetHandle(), out var found), found, "The file")!.Value;

    private static FileStatus? Find(int result, Native found, string path) => result switch
    {
        0 => new FileStatus(KindOf(found.Mode), (int)(found.Mode & PermissionMask), found.Uid, found.Gid, found.Size, found.ModifiedMs),
        -Libc.ErrorNoEntry => null,
        _ => throw SystemFailure.Of(-result, $"'{path}'"),
    };

    private static FileKind KindOf(uint mode) => (mode & TypeMask) switch
    {
        0x8000 => FileKind.Plain,
        0x4000 => FileKind.Directory,
        0xA000 => FileKind.Link,
        0x2000 => FileKind.Device,
        _ => FileKind.Other,
    };

    [LibraryImport("bench_native", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int bench_stat(string path, int follow, out Native found);

    [LibraryImport("bench_native")]
    private static partial int bench_fstat(int descriptor, out Native found);

    /// <summary><c>struct bench_status</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Native
    {
        public uint Mode;
        public uint Uid;
        public uint Gid;
        public uint Reserved;
        public long Size;
        public long ModifiedMs;
    }
}
