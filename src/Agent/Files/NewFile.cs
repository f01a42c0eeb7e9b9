using BenchCluster.Agent.Native;

namespace BenchCluster.Agent.Files;

/// <summary>
/// Makes plain files. One gets its owner and mode while it is open: by its path it could be another meanwhile, where
/// the directory is somebody else's. Before that only its maker can read it.
/// </summary>
internal static class NewFile
{
    private const UnixFileMode MakersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly FileStreamOptions Options = new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = MakersOnly,
        BufferSize = 1,
    };

    /// <summary>Makes it, empty; there must be none.</summary>
    public static FileStream Create(string path) => new(path, Options);

    /// <summary>Fills it.</summary>
    /// <param name="owner">Who gets it; null for its maker.</param>
    public static void Fill(FileStream file, Stream? content, UnixFileMode mode, (uint Uid, uint Gid)? owner)
    {
        content?.CopyTo(file);
        if (owner is { } ids && Libc.fchown((int)file.SafeFileHandle.DangerousGetHandle(), ids.Uid, ids.Gid) != 0)
            throw SystemFailure.Last($"'{file.Name}' cannot be given to its owner");
        File.SetUnixFileMode(file.SafeFileHandle, mode);
    }
}
