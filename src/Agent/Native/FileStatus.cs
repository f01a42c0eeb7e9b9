using System.Runtime.InteropServices;

namespace BenchCluster.Agent.Native;

/// <summary>What the system says of a file.</summary>
/// <param name="Mode">Permission bits.</param>
/// <param name="IsPlain">Whether it is a plain file: no directory, device, pipe, socket or link.</param>
internal readonly partial record struct FileStatus(int Mode, uint Uid, uint Gid, bool IsPlain)
{
    private const uint TypeMask = 0xF000;
    private const uint PlainType = 0x8000;
    private const uint PermissionMask = 0xFFF;
    private const int ErrorNoEntry = 2;

    /// <summary>Looks at a file, at a link's target; null when there is none.</summary>
    public static FileStatus? Find(string path)
    {
        var result = bench_stat(path, 1, out var found);
        return result switch
        {
            0 => new FileStatus((int)(found.Mode & PermissionMask), found.Uid, found.Gid, (found.Mode & TypeMask) == PlainType),
            -ErrorNoEntry => null,
            _ => throw SystemFailure.Of(-result, $"'{path}'"),
        };
    }

    [LibraryImport("bench_native", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int bench_stat(string path, int follow, out Native found);

    /// <summary><c>struct bench_stat</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Native
    {
        public uint Mode;
        public uint Uid;
        public uint Gid;
    }
}
