using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace BenchCluster.Client.Uploads;

/// <summary>
/// A folder as a gzipped tar that depends on nothing but names, modes and contents: the same folder gives the same bytes
/// wherever and whenever it is packed, so that its hash can be compared.
/// </summary>
internal static class FolderArchive
{
    private const UnixFileMode DirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Packs a folder, and hashes the tar before it is compressed.</summary>
    /// <returns>SHA-256 of the tar, lower-case hex. The gzip around it may differ between versions of its library.</returns>
    public static async Task<string> PackAsync(string folder, Stream destination, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        await using (var gzip = new GZipStream(destination, CompressionLevel.Fastest, leaveOpen: true))
        await using (var hashed = new CryptoStream(gzip, hash, CryptoStreamMode.Write, leaveOpen: true))
            await WriteTarAsync(folder, hashed, cancellationToken);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>SHA-256 of the tar that <see cref="PackAsync"/> would pack.</summary>
    public static async Task<string> HashAsync(string folder, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        await using (var hashed = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            await WriteTarAsync(folder, hashed, cancellationToken);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    private static async Task WriteTarAsync(string folder, Stream destination, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(destination, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var (name, item) in Items(folder))
        {
            if (item.LinkTarget is { } target)
            {
                await tar.WriteEntryAsync(Plain(new GnuTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target }), cancellationToken);
            }
            else if (item is DirectoryInfo)
            {
                await tar.WriteEntryAsync(Plain(new GnuTarEntry(TarEntryType.Directory, name + "/") { Mode = DirectoryMode }), cancellationToken);
            }
            else
            {
                await using var content = File.OpenRead(item.FullName);
                var entry = new GnuTarEntry(TarEntryType.RegularFile, name) { Mode = FileMode(item), DataStream = content };
                await tar.WriteEntryAsync(Plain(entry), cancellationToken);
            }
        }
    }

    private static IEnumerable<(string Name, FileSystemInfo Item)> Items(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = false, AttributesToSkip = 0, IgnoreInaccessible = false };
        var found = new List<(string Name, FileSystemInfo Item)>();
        var open = new Stack<(string Prefix, DirectoryInfo Folder)>([("", new DirectoryInfo(folder))]);
        while (open.TryPop(out var next))
        {
            foreach (var item in next.Folder.EnumerateFileSystemInfos("*", options))
            {
                var name = next.Prefix + item.Name;
                found.Add((name, item));
                if (item is DirectoryInfo child && item.LinkTarget is null)
                    open.Push((name + "/", child));
            }
        }

        // A folder sorts before what is in it, since its name is a prefix of theirs.
        return found.OrderBy(entry => entry.Name, StringComparer.Ordinal);
    }

    private static GnuTarEntry Plain(GnuTarEntry entry)
    {
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        entry.Uid = entry.Gid = 0;
        entry.UserName = entry.GroupName = "";
        return entry;
    }

    /// <summary>Windows keeps no modes; what is a script there is executable by its name.</summary>
    private static UnixFileMode FileMode(FileSystemInfo file) =>
        OperatingSystem.IsWindows()
            ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
                | (file.Name.EndsWith(".sh", StringComparison.Ordinal) ? UnixFileMode.UserExecute : 0)
            : file.UnixFileMode;
}
