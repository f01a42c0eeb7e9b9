using BenchCluster.Engine;

namespace BenchCluster.Nodes;

/// <summary>The nodes of a silo that is alone: it itself, always.</summary>
/// <param name="identity">The node.</param>
public sealed class SoleNode(NodeIdentity identity) : INodeDirectory, INodeBook, IPeerImages
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Alive { get; } = [(identity ?? throw new ArgumentNullException(nameof(identity))).Node];

    /// <inheritdoc/>
    public Task WaitForChangeAsync(IReadOnlyList<string> seen, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.Infinite, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryFetchAsync(string image, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task<string?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task WriteAsync(string id, string node, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task MarkLeavingAsync(string node, bool isLeaving, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<bool> IsLeavingAsync(string node, CancellationToken cancellationToken) => Task.FromResult(false);
}
