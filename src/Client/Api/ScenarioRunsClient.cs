using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client;

/// <summary>Runs of scenarios: <c>/v1/scenarios/runs</c>.</summary>
public sealed class ScenarioRunsClient
{
    private readonly BenchTransport _transport;

    internal ScenarioRunsClient(BenchTransport transport) => _transport = transport;

    /// <summary>A run.</summary>
    public Task<ScenarioRunView> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<ScenarioRunView>($"/v1/scenarios/runs/{ApiPath.Segment(id)}", cancellationToken);

    /// <summary>Runs, newest first.</summary>
    public IAsyncEnumerable<ScenarioRunView> ListAsync(string? scenarioId = null, int? max = null, CancellationToken cancellationToken = default) =>
        _transport.ListAsync<ScenarioRunView>(ApiPath.Of("/v1/scenarios/runs", ("scenario_id", scenarioId)), "runs", max, r => r.Id, cancellationToken);

    /// <summary>Starts scoring; the run's state tells when it is done.</summary>
    public Task<ScenarioRunView> ScoreAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<ScenarioRunView>($"/v1/scenarios/runs/{ApiPath.Segment(id)}/score", null, cancellationToken);

    /// <summary>Ends a scored run and shuts its devbox down.</summary>
    public Task<ScenarioRunView> CompleteAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<ScenarioRunView>($"/v1/scenarios/runs/{ApiPath.Segment(id)}/complete", null, cancellationToken);

    /// <summary>Cancels a run and shuts its devbox down.</summary>
    public Task<ScenarioRunView> CancelAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<ScenarioRunView>($"/v1/scenarios/runs/{ApiPath.Segment(id)}/cancel", null, cancellationToken);
}
