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
    private const int DirectoryFlag = 0x10000;
    private const int CloseOnExec = 0x80000;
    private const long OpenAt2 = 437;
    private const ulong NoMagicLinks = 0x02;
    private const ulong NoSymlinks = 0x04;
    private const ulong Beneath = 0x08;

    /// <summary>A descriptor of the directory; invalid when it cannot be opened.</summary>
    public static SafeFileHandle OpenDirectory(string path) => new(openat(AtFdcwd, path, ReadOnly | DirectoryFlag | CloseOnExec), ownsHandle: true);

    /// <summary>Opens a plain file below the directory, or null when there is none.</summary>
    public static FileStream? OpenPlain(string directory, string relativePath)
    {
        using var root = OpenDirectory(directory);
        if (root.IsInvalid)
            return null;
        var how = new OpenHow { Flags = ReadOnly | NonBlocking | CloseOnExec, Resolve = Beneath | NoSymlinks | NoMagicLinks };
        var descriptor = syscall(OpenAt2, root.DangerousGetHandle(), relativePath, ref how, Marshal.SizeOf<OpenHow>());
        if (descriptor < 0)
            return null;
        var handle = new SafeFileHandle((nint)descriptor, ownsHandle: true);
        var file = new FileStream(handle, FileAccess.Read, bufferSize: 1);
        // A pipe or a device cannot seek; a directory cannot be opened as a file at all.
        if (file.CanSeek)
            return file;
        file.Dispose();
        return null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int openat(int directory, string path, int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial long syscall(long number, nint directory, string path, ref OpenHow how, long size);

    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
