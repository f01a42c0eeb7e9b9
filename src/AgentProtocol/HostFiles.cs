using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.AgentProtocol;

/// <summary>
/// Opens files below a directory whose content a devbox may have written. Root in the devbox can plant links and pipes
/// there: so no link is followed, nothing outside is reached, and only plain files are opened.
/// </summary>
internal static partial class HostFiles
{
    private const int AtFdcwd = -100;
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64;
    private static readonly int DirectoryFlag = IsArm ? 0x4000 : 0x10000;
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    /// <summary>A descriptor of the directory; invalid when it cannot be opened.</summary>
    public static SafeFileHandle OpenDirectory(string path) => new(openat(AtFdcwd, path, ReadOnly | DirectoryFlag | CloseOnExec), ownsHandle: true);

    /// <summary>Opens a plain file below the directory, or null when there is none.</summary>
    /// <param name="directory">The directory, which is trusted to be what it is.</param>
    /// <param name="names">Names of directories, one in the other, and of the file; none of them holds a slash or is <c>..</c>.</param>
    public static FileStream? OpenPlain(string directory, params ReadOnlySpan<string> names)
    {
        using var parent = OpenDirectories(directory, names[..^1]);
        return AsPlain(OpenBelow(parent, names[^1], NonBlocking));
    }

    /// <summary>Whether there is a directory below the directory; names as for <see cref="OpenPlain"/>.</summary>
    public static bool HasDirectory(string directory, params ReadOnlySpan<string> names)
    {
        using var found = OpenDirectories(directory, names);
        return !found.IsInvalid;
    }

    /// <summary>The names in a directory below the directory; none when there is no such one.</summary>
    public static IReadOnlyList<string> Names(string directory, params ReadOnlySpan<string> names)
    {
        using var found = OpenDirectories(directory, names);
        return found.IsInvalid
            ? []
            : [.. Directory.EnumerateFileSystemEntries($"/proc/self/fd/{found.DangerousGetHandle()}").Select(path => Path.GetFileName(path))];
    }

    private static SafeFileHandle OpenDirectories(string directory, ReadOnlySpan<string> names)
    {
        var found = OpenDirectory(directory);
        foreach (var name in names)
        {
            using var parent = found;
            found = OpenBelow(parent, name, DirectoryFlag);
        }

        return found;
    }

    private static SafeFileHandle OpenBelow(SafeFileHandle directory, string name, int flags) => directory.IsInvalid
        ? new SafeFileHandle(-1, ownsHandle: false)
        : new SafeFileHandle(openat((int)directory.DangerousGetHandle(), name, ReadOnly | NoFollow | CloseOnExec | flags), ownsHandle: true);

    private static FileStream? AsPlain(SafeFileHandle handle)
    {
        if (handle.IsInvalid)
            return null;
        if (!File.GetAttributes(handle).HasFlag(FileAttributes.Directory))
        {
            var file = new FileStream(handle, FileAccess.Read, bufferSize: 1);
            // A pipe cannot seek, and a devbox has no right to make devices.
            if (file.CanSeek)
                return file;
            file.Dispose();
        }

        handle.Dispose();
        return null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int openat(int directory, string path, int flags);
}
