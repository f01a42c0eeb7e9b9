namespace BenchCluster.Nodes;

/// <summary>
/// Where things are that are on one node only: a devbox once it has a place, the bytes of an object. Written before the
/// thing is there, so that whoever looks for it is sent where it will be.
/// </summary>
public interface INodeBook
{
    /// <summary>The node of a thing; null while it is on none.</summary>
    Task<string?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes note of the node of a thing.</summary>
    Task WriteAsync(string id, string node, CancellationToken cancellationToken);

    /// <summary>Takes note that a node stops in good order, and is expected back; or that it is back.</summary>
    Task MarkLeavingAsync(string node, bool isLeaving, CancellationToken cancellationToken);

    /// <summary>Whether the node stopped in good order and is not back yet.</summary>
    Task<bool> IsLeavingAsync(string node, CancellationToken cancellationToken);
}
