using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Resources;

namespace BenchCluster.Client;

/// <summary>Sets of scenarios: <c>/v1/benchmarks</c>.</summary>
public sealed class BenchmarksClient
{
    private readonly BenchTransport _transport;

    internal BenchmarksClient(BenchTransport transport) => _transport = transport;

    /// <summary>Creates a benchmark.</summary>
    public Task<BenchmarkView> CreateAsync(BenchmarkCreateRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<BenchmarkView>("/v1/benchmarks", request, cancellationToken);

    /// <summary>A benchmark by its id.</summary>
    public Task<BenchmarkView> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<BenchmarkView>($"/v1/benchmarks/{ApiPath.Segment(id)}", cancellationToken);

    /// <summary>A benchmark by its id or, where there is none, by its name; null when there is neither.</summary>
    public async Task<BenchmarkView?> FindAsync(string idOrName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(idOrName);
        if (ResourceId.IsId(ResourceKind.Benchmark, idOrName))
        {
            try
            {
                return await GetAsync(idOrName, cancellationToken);
            }
            catch (BenchApiException error) when (error.Status == System.Net.HttpStatusCode.NotFound)
            {
                // It may still be a name that looks like an id.
            }
        }

        await foreach (var benchmark in ListAsync(name: idOrName, cancellationToken: cancellationToken))
        {
            if (benchmark.Name == idOrName)
                return benchmark;
        }

        return null;
    }

    /// <summary>All benchmarks, newest first.</summary>
    public IAsyncEnumerable<BenchmarkView> ListAsync(string? name = null, int? max = null, CancellationToken cancellationToken = default) =>
        _transport.ListAsync<BenchmarkView>(ApiPath.Of("/v1/benchmarks", ("name", name)), "benchmarks", max, b => b.Id, cancellationToken);

    /// <summary>Changes a benchmark; null keeps.</summary>
    public Task<BenchmarkView> UpdateAsync(string id, BenchmarkUpdateRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<BenchmarkView>($"/v1/benchmarks/{ApiPath.Segment(id)}", request, cancellationToken);

    /// <summary>Starts a run.</summary>
    public Task<BenchmarkRunView> StartRunAsync(StartBenchmarkRunRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<BenchmarkRunView>("/v1/benchmarks/start_run", request, cancellationToken);
}
