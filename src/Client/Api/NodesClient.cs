using BenchCluster.Nodes;

namespace BenchCluster.Client;

/// <summary>The machines of the cluster: <c>/v1/nodes</c> (an extension of the contract).</summary>
public sealed class NodesClient
{
    private readonly BenchTransport _transport;

    internal NodesClient(BenchTransport transport) => _transport = transport;

    /// <summary>All nodes.</summary>
    public IAsyncEnumerable<NodeView> ListAsync(int? max = null, CancellationToken cancellationToken = default) =>
        _transport.ListAsync<NodeView>("/v1/nodes", "nodes", max, n => n.Name, cancellationToken);
}
