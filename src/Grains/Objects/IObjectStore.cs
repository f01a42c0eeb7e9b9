namespace BenchCluster.Objects;

/// <summary>Where the bytes of storage objects are. A write is seen whole or not at all.</summary>
public interface IObjectStore
{
    /// <summary>Stores the stream under the id, replacing what was there.</summary>
    Task<StoredObject> WriteAsync(string id, Stream content, CancellationToken cancellationToken);

    /// <summary>The size and hash, or null when nothing is stored under the id.</summary>
    Task<StoredObject?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Opens the bytes for reading.</summary>
    /// <exception cref="FileNotFoundException">Nothing is stored under the id.</exception>
    Task<Stream> OpenReadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes the bytes; not an error when there are none.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);
}
