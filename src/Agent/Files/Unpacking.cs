using System.Formats.Tar;
using System.IO.Compression;
using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Files;

/// <summary>
/// Unpacks tars. Links are made when all else is there, so nothing is written through one that came with the archive.
/// The owners that the archive names are those of another machine.
/// </summary>
/// <param name="directory">Where; it is there.</param>
/// <param name="owner">Who gets all that is made; null for the user who makes it.</param>
internal sealed class Unpacking(string directory, Account? owner)
{
    private readonly List<(TarEntryType Type, string Path, string Target)> _links = [];

    /// <summary>What the one who unpacks needs of a directory.</summary>
    private const UnixFileMode Usable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Unpacks a stream, gzipped or not, and reads it to its end.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Invalid"/>: it is no tar, or has entries that are refused.</exception>
    public static void Unpack(Stream stream, string directory, Account? owner)
    {
        try
        {
            var start = new byte[2];
            if (stream.ReadAtLeast(start, 2, throwOnEndOfStream: false) < 2)
                throw new InvalidDataException("It is empty.");
            var whole = new PrefixedStream(start, stream);
            var isGzip = start[0] == 0x1f && start[1] == 0x8b;
            using Stream tar = isGzip ? new GZipStream(whole, CompressionMode.Decompress) : whole;
            new Unpacking(directory, owner).Unpack(tar);
            // The sender is answered when all of its bytes are taken.
            whole.CopyTo(Stream.Null);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException or NotSupportedException)
        {
            throw new AgentException(AgentErrorCode.Invalid, $"The bytes are no tar that can be unpacked: {e.Message}");
        }
    }

    private void Unpack(Stream tar)
    {
        using var reader = new TarReader(tar);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not TarEntryType.GlobalExtendedAttributes)
                Unpack(entry, PathOf(entry.Name));
        }

        foreach (var (type, path, target) in _links)
            Link(type, path, target);
    }

    private void Unpack(TarEntry entry, string path)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.Directory or TarEntryType.DirectoryList:
                Directories.Make(path, owner, entry.Mode | Usable);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                Directories.Make(Path.GetDirectoryName(path)!, owner);
                File.Delete(path);
                using (var file = NewFile.Create(path))
                {
                    NewFile.Fill(file, entry.DataStream, entry.Mode, owner is null ? null : (owner.Uid, owner.Gid));
                    File.SetLastWriteTimeUtc(file.SafeFileHandle, entry.ModificationTime.UtcDateTime);
                }

                break;
            case TarEntryType.SymbolicLink:
                _links.Add((entry.EntryType, path, entry.LinkName));
                break;
            case TarEntryType.HardLink:
                _links.Add((entry.EntryType, path, PathOf(entry.LinkName)));
                break;
            default:
                throw new InvalidDataException($"'{entry.Name}' is a device, a pipe or something else that is not unpacked.");
        }
    }

    private void Link(TarEntryType type, string path, string target)
    {
        Directories.Make(Path.GetDirectoryName(path)!, owner);
        File.Delete(path);
        if (type is TarEntryType.SymbolicLink)
            File.CreateSymbolicLink(path, target);
        else if (Libc.link(target, path) != 0)
            throw SystemFailure.Last($"'{path}' cannot be a link to '{target}'");
        Directories.Give(path, owner);
    }

    /// <summary>Where an entry goes; a name that leads out of the directory is refused, and an absolute one is below it.</summary>
    private string PathOf(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal) || name.Split('/').Contains(".."))
            throw new InvalidDataException($"'{name}' leads out of the directory.");
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(directory, name.TrimStart('/'))));
    }
}
