using System.Text.Json;
using BenchCluster.BenchmarkRuns;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client;

/// <summary>Runs of benchmarks: <c>/v1/benchmark_runs</c>.</summary>
public sealed class BenchmarkRunsClient
{
    private readonly BenchTransport _transport;

    internal BenchmarkRunsClient(BenchTransport transport) => _transport = transport;

    /// <summary>A run.</summary>
    public Task<BenchmarkRunView> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<BenchmarkRunView>($"/v1/benchmark_runs/{ApiPath.Segment(id)}", cancellationToken);

    /// <summary>All runs, newest first.</summary>
    public IAsyncEnumerable<BenchmarkRunView> ListAsync(
        string? benchmarkId = null, int? max = null, CancellationToken cancellationToken = default) =>
        _transport.ListAsync<BenchmarkRunView>(
            ApiPath.Of("/v1/benchmark_runs", ("benchmark_id", benchmarkId)), "runs", max, r => r.Id, cancellationToken);

    /// <summary>The scenario runs of a run, newest first.</summary>
    public IAsyncEnumerable<ScenarioRunView> ListScenarioRunsAsync(
        string id, ScenarioRunState? state = null, int? max = null, CancellationToken cancellationToken = default) =>
        _transport.ListAsync<ScenarioRunView>(
            ApiPath.Of(
                $"/v1/benchmark_runs/{ApiPath.Segment(id)}/scenario_runs",
                ("state", state is { } s ? JsonNamingPolicy.SnakeCaseLower.ConvertName(s.ToString()) : null)),
            "runs", max, r => r.Id, cancellationToken);

    /// <summary>Cancels a run and its scenario runs.</summary>
    public Task<BenchmarkRunView> CancelAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<BenchmarkRunView>($"/v1/benchmark_runs/{ApiPath.Segment(id)}/cancel", null, cancellationToken);

    /// <summary>Ends a run whose scenario runs its caller started.</summary>
    public Task<BenchmarkRunView> CompleteAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<BenchmarkRunView>($"/v1/benchmark_runs/{ApiPath.Segment(id)}/complete", null, cancellationToken);
}
