using System.Text.Json;
using BenchCluster.Blueprints;
using BenchCluster.Resources;

namespace BenchCluster.Client;

/// <summary>Images to build: <c>/v1/blueprints</c>.</summary>
public sealed class BlueprintsClient
{
    private readonly BenchTransport _transport;

    internal BlueprintsClient(BenchTransport transport) => _transport = transport;

    /// <summary>Creates a blueprint; its build goes on after the answer.</summary>
    public Task<BlueprintView> CreateAsync(BlueprintCreateRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<BlueprintView>("/v1/blueprints", request, cancellationToken);

    /// <summary>A blueprint.</summary>
    public Task<BlueprintView> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<BlueprintView>($"/v1/blueprints/{ApiPath.Segment(id)}", cancellationToken);

    /// <summary>Blueprints, newest first.</summary>
    public IAsyncEnumerable<BlueprintView> ListAsync(string? name = null, int? max = null, CancellationToken cancellationToken = default) =>
        _transport.ListAsync<BlueprintView>(ApiPath.Of("/v1/blueprints", ("name", name)), "blueprints", max, b => b.Id, cancellationToken);

    /// <summary>The lines of a blueprint's build.</summary>
    public async Task<IReadOnlyList<BlueprintBuildLog>> LogsAsync(string id, CancellationToken cancellationToken = default)
    {
        var view = await _transport.GetAsync<JsonElement>($"/v1/blueprints/{ApiPath.Segment(id)}/logs", cancellationToken);
        return view.TryGetProperty("logs", out var logs) ? logs.Deserialize<List<BlueprintBuildLog>>(WireJson.Options) ?? [] : [];
    }
}
