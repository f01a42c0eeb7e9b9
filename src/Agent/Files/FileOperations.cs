using System.Buffers;
using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Files;

/// <summary>Reads, writes, lists and removes files of the devbox, with a user's rights.</summary>
internal sealed class FileOperations(AccountTable accounts)
{
    private const UnixFileMode DefaultDirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const int DefaultFileMode = 0x1A4;

    private int _temporaries;

    /// <summary>
    /// Writes a file from a stream; a plain file, or nothing, is replaced whole or not at all, where the user may write
    /// in its directory.
    /// </summary>
    public Task<FileEntry> WriteAsync(FileTarget target, Stream content) => RunAsync(target, (path, account, owner) =>
    {
        if (Directory.Exists(path))
            throw new AgentException(AgentErrorCode.IsDirectory, $"'{path}' is a directory.");
        MakeParents(Path.GetDirectoryName(path)!, owner);
        // Through a link: what it points to is replaced, not the link.
        var final = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var former = FileStatus.Find(final);
        if (former is { IsPlain: false })
            CopyInto(final, FileMode.Open, content);
        else if (former is { } kept && !account.IsRoot && kept.Uid != account.Uid)
            CopyInto(final, FileMode.Truncate, content);
        else
            Replace(final, content, target.Mode, owner, former);
        return Entry(new FileInfo(path));
    });

    /// <summary>Opens a file for reading from an offset.</summary>
    public Task<FileStream> OpenReadAsync(FileTarget target) => RunAsync(target, (path, _, _) =>
    {
        if (Directory.Exists(path))
            throw new AgentException(AgentErrorCode.IsDirectory, $"'{path}' is a directory.");
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        if (target.Offset > 0 && file.CanSeek)
            file.Seek(target.Offset, SeekOrigin.Begin);
        return file;
    });

    /// <summary>Looks at a file or directory; at a link itself.</summary>
    public Task<FileEntry> StatAsync(FileTarget target) => RunAsync(target, (path, _, _) => Entry(Require(path)));

    /// <summary>Lists a directory, sorted by name.</summary>
    public Task<IReadOnlyList<FileEntry>> ListAsync(FileTarget target) => RunAsync<IReadOnlyList<FileEntry>>(target, (path, _, _) =>
        File.Exists(path)
            ? throw new AgentException(AgentErrorCode.NotDirectory, $"'{path}' is no directory.")
            : [.. new DirectoryInfo(path).EnumerateFileSystemInfos().Select(Entry).OrderBy(entry => entry.Name, StringComparer.Ordinal)]);

    /// <summary>Removes a file or directory.</summary>
    public Task<bool> RemoveAsync(FileTarget target) => RunAsync(target, (path, _, _) =>
    {
        var info = Require(path);
        if (info is DirectoryInfo directory && info.LinkTarget is null)
            directory.Delete(target.Recursive);
        else
            info.Delete();
        return true;
    });

    /// <summary>Makes a directory and those above it; one that is there gets the mode, if one is given.</summary>
    public Task<bool> MakeDirectoryAsync(FileTarget target) => RunAsync(target, (path, account, owner) =>
    {
        if (File.Exists(path))
            throw new AgentException(AgentErrorCode.NotDirectory, $"'{path}' is no directory.");
        MakeParents(path, owner);
        if (target.Mode is { } mode)
            File.SetUnixFileMode(path, (UnixFileMode)mode);
        return true;
    });

    /// <summary>Unpacks a tar, gzipped or not, into a directory.</summary>
    public Task<bool> UnpackAsync(FileTarget target, Stream tar) => RunAsync(target, (path, account, owner) =>
    {
        MakeParents(path, owner);
        Unpacking.Unpack(tar, path);
        return true;
    });

    private async Task<T> RunAsync<T>(FileTarget target, Func<string, Account, Account?, T> action)
    {
        if (string.IsNullOrEmpty(target.Path) || target.Path.Contains('\0', StringComparison.Ordinal))
            throw new AgentException(AgentErrorCode.Invalid, "path: must not be empty nor contain a zero byte.");
        if (target.Mode is < 0 or > 0xFFF)
            throw new AgentException(AgentErrorCode.Invalid, "mode: must be 0 to 07777.");
        if (target.Offset < 0)
            throw new AgentException(AgentErrorCode.Invalid, "offset: must not be negative.");
        var account = accounts.Find(target.User);
        var owner = target.Owner is { } name && account.IsRoot ? accounts.Find(name) : null;
        var path = Path.GetFullPath(Path.Combine(account.Home, target.Path));
        try
        {
            return await FileThread.RunAsync(account, () => action(path, account, owner));
        }
        catch (Exception e)
        {
            throw FileFailure.Rethrow(e, path);
        }
    }

    private static FileSystemInfo Require(string path)
    {
        FileSystemInfo info = new FileInfo(path);
        if (info.LinkTarget is null && Directory.Exists(path))
            info = new DirectoryInfo(path);
        return info.Exists || info.LinkTarget is not null ? info : throw new FileNotFoundException();
    }

    private static FileEntry Entry(FileSystemInfo info) => new()
    {
        Name = info.Name,
        IsDirectory = info.Attributes.HasFlag(FileAttributes.Directory),
        LinkTarget = info.LinkTarget,
        Size = info is FileInfo { Exists: true } file ? file.Length : 0,
        Mode = (int)info.UnixFileMode,
        ModifiedMs = new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeMilliseconds(),
    };

    private static void CopyInto(string path, FileMode mode, Stream content)
    {
        using var file = new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
        Copy(content, file);
    }

    private static void Copy(Stream from, Stream to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Wire.LongestFrame);
        try
        {
            for (int read; (read = from.Read(buffer, 0, buffer.Length)) > 0;)
                to.Write(buffer, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void MakeParents(string directory, Account? owner)
    {
        if (Directory.Exists(directory))
            return;
        if (Path.GetDirectoryName(directory) is { } parent)
            MakeParents(parent, owner);
        Directory.CreateDirectory(directory, DefaultDirectoryMode);
        Give(directory, owner);
    }

    private static void Give(string path, Account? owner)
    {
        if (owner is not null && Libc.lchown(path, owner.Uid, owner.Gid) != 0)
            throw SystemFailure.Last($"'{path}' cannot be given to '{owner.Name}'");
    }

    /// <summary>Writes beside the file and renames; what was there keeps its mode and owner unless others are given.</summary>
    private void Replace(string path, Stream content, int? mode, Account? owner, FileStatus? former)
    {
        var temporary = $"{path}.bench-{Environment.ProcessId}-{Interlocked.Increment(ref _temporaries)}";
        using var file = Create(temporary, former);
        if (file is null)
        {
            CopyInto(path, FileMode.Truncate, content);
            return;
        }

        try
        {
            Copy(content, file);
            file.Dispose();
            if (owner is not null)
                Give(temporary, owner);
            else if (former is { } kept && Libc.lchown(temporary, kept.Uid, kept.Gid) != 0)
                throw SystemFailure.Last($"'{path}' cannot keep its owner");
            File.SetUnixFileMode(temporary, (UnixFileMode)(mode ?? former?.Mode ?? DefaultFileMode));
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Makes the file to write; null where the user may not make files there, but there is one that may be written.</summary>
    private static FileStream? Create(string temporary, FileStatus? former)
    {
        try
        {
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
        }
        catch (UnauthorizedAccessException) when (former is not null)
        {
            return null;
        }
    }
}
