using System.Formats.Tar;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>
/// The context of a build, written as it is sent, so that its size is no matter. Our Dockerfile goes in under a name of
/// its own, and a <c>.dockerignore</c> that names both makes the engine drop them before the first step, so that
/// <c>COPY . .</c> does not see them.
/// </summary>
/// <remarks>
/// The engine leaves a <c>.dockerignore</c> to whoever packs the context, but for those two names. Here nobody else sees
/// it before, so it is applied on the way; that takes a first look through the context to find it.
/// </remarks>
internal sealed class BuildContext : HttpContent
{
    private const string IgnoreFile = ".dockerignore";
    private const int LongestIgnoreFile = 1 << 20;
    private readonly ImageBuildSpec _spec;

    public BuildContext(ImageBuildSpec spec)
    {
        _spec = spec;
        // The name follows the text, so that the same build finds its steps in the engine's cache.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(spec.Dockerfile));
        DockerfileName = $".dockerfile.{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
        Headers.ContentType = new("application/x-tar");
    }

    /// <summary>Where the Dockerfile is in the context.</summary>
    public string DockerfileName { get; }

    /// <summary>Whether the newer builder reads it.</summary>
    public bool IsForBuildKit { get; set; }

    /// <summary>Why the context could not be read: a failure of its owner, not of the engine.</summary>
    public Exception? ReadFailure { get; private set; }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        // BuildKit looks at the first KiB to tell an archive from a Dockerfile; the head of a pax entry is longer.
        if (IsForBuildKit)
            await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.Directory, "./") { ModificationTime = DateTimeOffset.UnixEpoch }, cancellationToken);
        if (_spec.OpenContext is { } open)
            await CopyAsync(open, writer, await FindIgnoredAsync(open, cancellationToken), cancellationToken);
        await WriteAsync(writer, DockerfileName, _spec.Dockerfile, cancellationToken);
        await WriteAsync(writer, IgnoreFile, $"{DockerfileName}\n{IgnoreFile}\n", cancellationToken);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <summary>Reads the context's <c>.dockerignore</c>.</summary>
    private async Task<DockerIgnore> FindIgnoredAsync(
        Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesAsync(open, cancellationToken))
        {
            if (NameOf(entry) is IgnoreFile && entry.DataStream is not null)
                return await ReadAsync(async () => DockerIgnore.Parse(await TextOfAsync(entry, cancellationToken)));
        }

        return DockerIgnore.Nothing;
    }

    private async Task CopyAsync(
        Func<CancellationToken, Task<Stream>> open, TarWriter writer, DockerIgnore ignored, CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesAsync(open, cancellationToken))
        {
            var name = NameOf(entry);
            if (name is not IgnoreFile && !ignored.Ignores(name) && CopyOf(entry) is { } copy)
                await writer.WriteEntryAsync(copy, cancellationToken);
        }
    }

    private async IAsyncEnumerable<TarEntry> EntriesAsync(
        Func<CancellationToken, Task<Stream>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = await ReadAsync(() => open(cancellationToken));
        await using var tar = await ReadAsync(() => DecompressedAsync(source, cancellationToken));
        await using var reader = new TarReader(tar);
        while (await ReadAsync(() => reader.GetNextEntryAsync(copyData: false, cancellationToken).AsTask()) is { } entry)
            yield return entry;
    }

    /// <summary>Reads from the owner's context, and remembers a failure as theirs.</summary>
    private async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ReadFailure = e;
            throw;
        }
    }

    private static async Task<Stream> DecompressedAsync(Stream source, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(source, new StreamPipeReaderOptions(leaveOpen: true));
        var start = await pipe.ReadAtLeastAsync(2, cancellationToken);
        var isGzip = start.Buffer.Length >= 2 && start.Buffer.FirstSpan is [0x1f, 0x8b, ..];
        pipe.AdvanceTo(start.Buffer.Start);
        var whole = pipe.AsStream();
        return isGzip ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    /// <summary>
    /// The entry in our archive's format, or null for what has no meaning in it (a global header). A link's target and
    /// a device's numbers go along.
    /// </summary>
    private PaxTarEntry? CopyOf(TarEntry entry)
    {
        var type = entry.EntryType is TarEntryType.V7RegularFile or TarEntryType.ContiguousFile
            ? TarEntryType.RegularFile
            : entry.EntryType;
        if (type is not (TarEntryType.RegularFile or TarEntryType.Directory or TarEntryType.SymbolicLink or TarEntryType.HardLink))
            return null;

        var copy = new PaxTarEntry(type, entry.Name)
        {
            Mode = entry.Mode,
            Uid = entry.Uid,
            Gid = entry.Gid,
            ModificationTime = entry.ModificationTime,
        };
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            copy.LinkName = entry.LinkName;
        if (entry.DataStream is { } data)
            copy.DataStream = new TarEntryStream(data, entry.Length, failure => ReadFailure = failure);
        return copy;
    }

    private static string NameOf(TarEntry entry) => entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;

    private static async Task<string> TextOfAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length > LongestIgnoreFile)
            throw new InvalidDataException($"{IgnoreFile} has {entry.Length} bytes.");
        using var text = new StreamReader(entry.DataStream!);
        return await text.ReadToEndAsync(cancellationToken);
    }

    private static async Task WriteAsync(TarWriter writer, string name, string text, CancellationToken cancellationToken)
    {
        using var data = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data }, cancellationToken);
    }
}
