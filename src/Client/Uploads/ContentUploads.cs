using System.Collections.Concurrent;
using BenchCluster.Objects;

namespace BenchCluster.Client.Uploads;

/// <summary>Brings gzipped tars to the server; what is there already, by its hash, is used again.</summary>
/// <param name="kind">What the objects' names begin with.</param>
/// <param name="hashKey">The objects' metadata that holds the hash.</param>
internal sealed class ContentUploads(BenchClient client, string kind, string hashKey)
{
    /// <summary>Enough of the hash to name an object; the whole is compared.</summary>
    private const int HashInName = 32;

    /// <summary>One upload for the same content, also when it is met twice at the same time.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _objects = new();

    /// <summary>The object with the content.</summary>
    /// <param name="pack">Writes it, and returns its hash.</param>
    public async Task<string> BringAsync(Func<Stream, Task<string>> pack, CancellationToken cancellationToken)
    {
        await using var content = CreateTemporary();
        var hash = await pack(content);
        content.Position = 0;
        return await _objects.GetOrAdd(hash, _ => new(() => FindOrUploadAsync(hash, content, cancellationToken))).Value;
    }

    private async Task<string> FindOrUploadAsync(string hash, Stream content, CancellationToken cancellationToken)
    {
        var name = $"{kind}-{hash[..HashInName]}.tar.gz";
        await foreach (var found in client.Objects.ListAsync(name, 1, cancellationToken))
        {
            if (found.State == ObjectState.ReadOnly && found.Name == name
                && found.Metadata?.TryGetValue(hashKey, out var other) == true && other == hash)
                return found.Id;
        }

        var request = new ObjectCreateRequest
        {
            Name = name,
            ContentType = ObjectContentType.Tgz,
            Metadata = new Dictionary<string, string> { [hashKey] = hash },
        };
        return (await client.Objects.UploadAsync(request, content, cancellationToken)).Id;
    }

    /// <summary>A file that is gone when it is closed: a build context may be large.</summary>
    private static FileStream CreateTemporary()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), $"bench-{Guid.NewGuid():N}.tar.gz"), options);
    }
}
