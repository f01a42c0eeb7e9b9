namespace BenchCluster.Index;

/// <summary>
/// The table that lists, filters and searches are answered from. Grains write their row after each transition; the
/// grain's own state is the truth, the row follows.
/// </summary>
public interface IResourceIndex
{
    /// <summary>Writes the row of a resource; an older <see cref="ResourceRow.Version"/> never replaces a newer one.</summary>
    Task UpsertAsync(ResourceRow row, CancellationToken cancellationToken);

    /// <summary>Removes the row and the name of a resource.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>One page of rows, newest first.</summary>
    Task<ResourcePage> ListAsync(ResourceQuery query, CancellationToken cancellationToken);

    /// <summary>Ids of a kind that have not reached their end; what recovery pokes.</summary>
    IAsyncEnumerable<string> ListUnfinishedAsync(string kind, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a name to a resource where names of its kind are unique. True when it has the name now (also when it had
    /// it before); false when another resource has it. A claim lapses after a minute when its resource never came to
    /// be, or has another name by then.
    /// </summary>
    Task<bool> TryClaimNameAsync(string kind, string name, string id, CancellationToken cancellationToken);

    /// <summary>Gives the name back; not an error when the resource does not have it.</summary>
    Task ReleaseNameAsync(string kind, string name, string id, CancellationToken cancellationToken);
}
