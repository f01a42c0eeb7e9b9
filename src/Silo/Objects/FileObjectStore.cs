using System.Security.Cryptography;

namespace BenchCluster.Objects;

/// <summary>The bytes of storage objects as files of the data directory.</summary>
internal sealed class FileObjectStore : IObjectStore
{
    private const string Unfinished = ".part";
    private const int BufferSize = 128 * 1024;
    private readonly string _directory;

    /// <summary>Uses the directory, which is made when it is not there; leftovers of a crash are removed.</summary>
    public FileObjectStore(string directory)
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
        foreach (var leftover in Directory.EnumerateFiles(directory, $"*{Unfinished}"))
            File.Delete(leftover);
    }

    public async Task<StoredObject> WriteAsync(string id, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(id);
        var part = $"{path}.{Guid.NewGuid():n}{Unfinished}";
        try
        {
            StoredObject stored;
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var buffer = new byte[BufferSize];
                for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }

                stored = new StoredObject(file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
                file.Flush(flushToDisk: true);
            }

            await File.WriteAllTextAsync(HashPathOf(id), stored.Sha256, cancellationToken);
            File.Move(part, path, overwrite: true);
            return stored;
        }
        finally
        {
            File.Delete(part);
        }
    }

    public async Task<StoredObject?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(id));
        return file.Exists && File.Exists(HashPathOf(id))
            ? new StoredObject(file.Length, await File.ReadAllTextAsync(HashPathOf(id), cancellationToken))
            : null;
    }

    public Task<Stream> OpenReadAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, useAsync: true));

    public Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(id));
        File.Delete(HashPathOf(id));
        return Task.CompletedTask;
    }

    private string PathOf(string id) => Path.Combine(_directory, ResourceId.Require(ResourceKind.StorageObject, id));

    private string HashPathOf(string id) => $"{PathOf(id)}.sha256";
}
