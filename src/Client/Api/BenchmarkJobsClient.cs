using BenchCluster.BenchmarkJobs;

namespace BenchCluster.Client;

/// <summary>Agents by scenarios under one limit: <c>/v1/benchmark_jobs</c>.</summary>
public sealed class BenchmarkJobsClient
{
    private readonly BenchTransport _transport;

    internal BenchmarkJobsClient(BenchTransport transport) => _transport = transport;

    /// <summary>Starts a job: a benchmark run for each of its agents.</summary>
    public Task<BenchmarkJobView> CreateAsync(BenchmarkJobCreateRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<BenchmarkJobView>("/v1/benchmark_jobs", request, cancellationToken);

    /// <summary>A job.</summary>
    public Task<BenchmarkJobView> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<BenchmarkJobView>($"/v1/benchmark_jobs/{ApiPath.Segment(id)}", cancellationToken);

    /// <summary>Cancels a job and all its runs.</summary>
    public Task<BenchmarkJobView> CancelAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<BenchmarkJobView>($"/v1/benchmark_jobs/{ApiPath.Segment(id)}/cancel", null, cancellationToken);
}
