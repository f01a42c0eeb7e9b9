using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace BenchCluster.Tests.Engine;

/// <summary>A small archive in memory: a build's context, an image's layer.</summary>
public sealed class ContextArchive
{
    private readonly List<TarEntry> _entries = [];

    /// <summary>Adds a file.</summary>
    public ContextArchive File(string name, string text) => Add(new PaxTarEntry(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
    });

    /// <summary>Adds a symbolic link.</summary>
    public ContextArchive Link(string name, string target) =>
        Add(new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target });

    /// <summary>The tar.</summary>
    public byte[] Plain()
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, leaveOpen: true))
        {
            foreach (var entry in _entries)
            {
                entry.DataStream?.Seek(0, SeekOrigin.Begin);
                writer.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The tar, compressed.</summary>
    public byte[] Gzipped()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Plain());
        return bytes.ToArray();
    }

    private ContextArchive Add(TarEntry entry)
    {
        // The same files make the same bytes.
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        _entries.Add(entry);
        return this;
    }
}
