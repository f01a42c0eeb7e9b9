using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Files;

/// <summary>Reads, writes, lists and removes files of the devbox, with a user's rights.</summary>
internal sealed class FileOperations(AccountTable accounts)
{
    /// <summary>
    /// Writes a file from a stream; a plain file, or nothing, is replaced whole or not at all, where the user may write
    /// in its directory.
    /// </summary>
    public Task<FileEntry> WriteAsync(FileTarget target, Stream content) => RunAsync(target, (path, account, owner) =>
    {
        // Through a link: what it points to is replaced, not the link.
        var isLink = FileStatus.FindSelf(path) is { Kind: FileKind.Link };
        var final = isLink ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path;
        var former = FileStatus.FindTarget(final);
        if (former is { Kind: FileKind.Directory })
            throw new AgentException(AgentErrorCode.IsDirectory, $"'{path}' is a directory.");
        if (former is null)
            Directories.Make(Path.GetDirectoryName(final)!, owner);
        if (former is null or { Kind: FileKind.Plain })
            Replacement.Write(final, content, target.Mode, account, owner, former);
        else
            KnownFile.Overwrite(final, content);
        return Entry(path);
    });

    /// <summary>Opens a file for reading from an offset.</summary>
    public Task<FileStream> OpenReadAsync(FileTarget target) => RunAsync(target, (path, _, _) =>
    {
        var file = KnownFile.OpenRead(path);
        if (target.Offset > 0 && file.CanSeek)
            file.Seek(target.Offset, SeekOrigin.Begin);
        return file;
    });

    /// <summary>Looks at a file or directory; at a link itself.</summary>
    public Task<FileEntry> StatAsync(FileTarget target) => RunAsync(target, (path, _, _) => Entry(path));

    /// <summary>Lists a directory, sorted by name.</summary>
    public Task<IReadOnlyList<FileEntry>> ListAsync(FileTarget target) => RunAsync<IReadOnlyList<FileEntry>>(target, (path, _, _) =>
        FileStatus.FindTarget(path) switch
        {
            null => throw Missing(path),
            { Kind: not FileKind.Directory } => throw new AgentException(AgentErrorCode.NotDirectory, $"'{path}' is no directory."),
            _ => [.. Directory.EnumerateFileSystemEntries(path).Select(FindEntry).OfType<FileEntry>().OrderBy(entry => entry.Name, StringComparer.Ordinal)],
        });

    /// <summary>Removes a file or directory; of a link, the link.</summary>
    public Task<bool> RemoveAsync(FileTarget target) => RunAsync(target, (path, _, _) =>
    {
        if ((FileStatus.FindSelf(path) ?? throw Missing(path)).Kind is FileKind.Directory)
            Directory.Delete(path, target.Recursive);
        else
            File.Delete(path);
        return true;
    });

    /// <summary>Makes a directory and those above it; one that is there gets the mode, if one is given.</summary>
    public Task<bool> MakeDirectoryAsync(FileTarget target) => RunAsync(target, (path, _, owner) =>
    {
        Directories.Make(path, owner);
        if (target.Mode is { } mode)
            File.SetUnixFileMode(path, (UnixFileMode)mode);
        return true;
    });

    /// <summary>Unpacks a tar, gzipped or not, into a directory.</summary>
    public Task<bool> UnpackAsync(FileTarget target, Stream tar) => RunAsync(target, (path, _, owner) =>
    {
        Directories.Make(path, owner);
        Unpacking.Unpack(tar, path, owner);
        return true;
    });

    private static AgentException Missing(string path) => new(AgentErrorCode.NotFound, $"There is no '{path}'.");

    private static FileEntry Entry(string path) => FindEntry(path) ?? throw Missing(path);

    private static FileEntry? FindEntry(string path) => FileStatus.FindSelf(path) is not { } status ? null : new FileEntry
    {
        Name = path == "/" ? "/" : Path.GetFileName(path),
        IsDirectory = status.Kind is FileKind.Directory,
        LinkTarget = status.Kind is FileKind.Link ? new FileInfo(path).LinkTarget : null,
        Size = status.Size,
        Mode = status.Mode,
        ModifiedMs = status.ModifiedMs,
    };

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
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(account.Home, target.Path)));
        try
        {
            return await FileThread.RunAsync(account, () => action(path, account, owner));
        }
        catch (Exception e)
        {
            throw FileFailure.Rethrow(e, path);
        }
    }
}
