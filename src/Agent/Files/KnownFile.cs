using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.Agent.Files;

/// <summary>
/// Opens files that are there, whatever the devbox has put in their place: a pipe is not waited for, and what is
/// neither a plain file nor a device such as /dev/null is refused.
/// </summary>
internal static class KnownFile
{
    /// <summary>Opens one to read; a link is followed.</summary>
    /// <exception cref="AgentException">It cannot be opened.</exception>
    public static FileStream OpenRead(string path) => new(Open(path, Libc.ReadOnly), FileAccess.Read, bufferSize: 1);

    /// <summary>Writes into one in its place, emptied before; a link is followed.</summary>
    /// <exception cref="AgentException">It cannot be opened.</exception>
    public static void Overwrite(string path, Stream content)
    {
        using var handle = Open(path, Libc.WriteOnly);
        using var file = new FileStream(handle, FileAccess.Write, bufferSize: 1);
        if (FileStatus.Of(handle).Kind is FileKind.Plain)
            file.SetLength(0);
        content.CopyTo(file);
    }

    /// <summary>All of a small plain file; null when there is none such, or it is larger than <paramref name="limit"/>.</summary>
    public static byte[]? ReadSmall(string path, int limit)
    {
        try
        {
            using var file = OpenRead(path);
            var status = FileStatus.Of(file.SafeFileHandle);
            if (status.Kind is not FileKind.Plain || status.Size > limit)
                return null;
            var content = new byte[status.Size];
            return content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (AgentException)
        {
            return null;
        }
    }

    private static SafeFileHandle Open(string path, int access)
    {
        var handle = new SafeFileHandle(Libc.open(path, access | Libc.NonBlocking | Libc.CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid)
            throw SystemFailure.Last($"'{path}'");
        var kind = FileStatus.Of(handle).Kind;
        if (kind is FileKind.Plain or FileKind.Device)
            return handle;
        handle.Dispose();
        throw kind is FileKind.Directory
            ? new AgentException(AgentErrorCode.IsDirectory, $"'{path}' is a directory.")
            : new AgentException(AgentErrorCode.Invalid, $"'{path}' is a pipe, a socket or a disk.");
    }
}
