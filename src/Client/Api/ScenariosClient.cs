using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;

namespace BenchCluster.Client;

/// <summary>Tasks with a scoring contract: <c>/v1/scenarios</c>.</summary>
public sealed class ScenariosClient
{
    private readonly BenchTransport _transport;

    internal ScenariosClient(BenchTransport transport) => _transport = transport;

    /// <summary>Creates a scenario.</summary>
    public Task<ScenarioView> CreateAsync(ScenarioCreateRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<ScenarioView>("/v1/scenarios", request, cancellationToken);

    /// <summary>A scenario.</summary>
    public Task<ScenarioView> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<ScenarioView>($"/v1/scenarios/{ApiPath.Segment(id)}", cancellationToken);

    /// <summary>Active scenarios, newest first.</summary>
    public IAsyncEnumerable<ScenarioView> ListAsync(
        string? name = null, string? benchmarkId = null, int? max = null, CancellationToken cancellationToken = default) =>
        _transport.ListAsync<ScenarioView>(
            ApiPath.Of("/v1/scenarios", ("name", name), ("benchmark_id", benchmarkId)), "scenarios", max, s => s.Id, cancellationToken);

    /// <summary>Archives a scenario: it is no longer listed, and may not be run.</summary>
    public Task<ScenarioView> ArchiveAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<ScenarioView>($"/v1/scenarios/{ApiPath.Segment(id)}/archive", null, cancellationToken);

    /// <summary>Starts a run of a scenario.</summary>
    public Task<ScenarioRunView> StartRunAsync(StartScenarioRunRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<ScenarioRunView>("/v1/scenarios/start_run", request, cancellationToken);
}
