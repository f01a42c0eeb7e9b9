using BenchCluster.Objects;

namespace BenchCluster.Client;

/// <summary>Files kept by the server: <c>/v1/objects</c>.</summary>
public sealed class ObjectsClient
{
    private readonly BenchTransport _transport;

    internal ObjectsClient(BenchTransport transport) => _transport = transport;

    /// <summary>An object.</summary>
    public Task<ObjectView> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<ObjectView>($"/v1/objects/{ApiPath.Segment(id)}", cancellationToken);

    /// <summary>Objects, newest first.</summary>
    public IAsyncEnumerable<ObjectView> ListAsync(string? name = null, int? max = null, CancellationToken cancellationToken = default) =>
        _transport.ListAsync<ObjectView>(ApiPath.Of("/v1/objects", ("name", name)), "objects", max, o => o.Id, cancellationToken);

    /// <summary>Creates an object, sends its bytes and completes it.</summary>
    public async Task<ObjectView> UploadAsync(
        ObjectCreateRequest request, Stream content, CancellationToken cancellationToken = default)
    {
        var created = await _transport.PostAsync<ObjectView>("/v1/objects", request, cancellationToken);
        if (created.UploadUrl is not { } address)
            throw new BenchApiException(null, "bad_answer", $"The object {created.Id} was created without an upload_url.");
        using var body = new StreamContent(content);
        await _transport.UploadAsync(new Uri(address, UriKind.RelativeOrAbsolute), body, cancellationToken);
        return await _transport.PostAsync<ObjectView>($"/v1/objects/{ApiPath.Segment(created.Id)}/complete", null, cancellationToken);
    }
}
