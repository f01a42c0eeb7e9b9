using System.Net;
using BenchCluster.Nodes;
using BenchCluster.Objects;

namespace BenchCluster.Clustering;

/// <summary>The bytes of objects, each on the node that took them; those of other nodes are asked for there.</summary>
internal sealed class ClusterObjectStore(FileObjectStore here, INodeBook book, NodeIdentity identity, PeerClient peers) : IObjectStore
{
    public async Task<StoredObject> WriteAsync(string id, Stream content, CancellationToken cancellationToken)
    {
        // The bytes first: until the book says so, what is here is an upload that was never finished.
        var stored = await here.WriteAsync(id, content, cancellationToken);
        await book.WriteAsync(id, identity.Node, cancellationToken);
        return stored;
    }

    public async Task<StoredObject?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await ElsewhereAsync(id, cancellationToken) is not { } node)
            return await here.FindAsync(id, cancellationToken);
        using var found = await SendAsync(HttpMethod.Head, node, id, cancellationToken);
        return found.StatusCode is HttpStatusCode.NotFound
            ? null
            : new StoredObject(found.Content.Headers.ContentLength!.Value, found.Headers.GetValues(PeerObjects.HashHeader).Single());
    }

    public async Task<Stream> OpenReadAsync(string id, CancellationToken cancellationToken)
    {
        if (await ElsewhereAsync(id, cancellationToken) is not { } node)
            return await here.OpenReadAsync(id, cancellationToken);
        var found = await SendAsync(HttpMethod.Get, node, id, cancellationToken);
        return found.StatusCode is HttpStatusCode.NotFound
            ? throw new FileNotFoundException($"The node '{node}' has no bytes of the object '{id}'.")
            : await found.Content.ReadAsStreamAsync(cancellationToken);
    }

    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (await ElsewhereAsync(id, cancellationToken) is not { } node)
            await here.RemoveAsync(id, cancellationToken);
        else
            (await SendAsync(HttpMethod.Delete, node, id, cancellationToken)).Dispose();
    }

    private async Task<string?> ElsewhereAsync(string id, CancellationToken cancellationToken) =>
        await book.FindAsync(id, cancellationToken) is { } node && node != identity.Node ? node : null;

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string node, string id, CancellationToken cancellationToken) =>
        peers.SendAsync(method, node, $"{PeerObjects.Path}/{id}", $"the bytes of the object '{id}'", cancellationToken);
}
