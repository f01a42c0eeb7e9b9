using System.Net;
using BenchCluster.Devboxes;

namespace BenchCluster.Client;

/// <summary>Isolated containers: <c>/v1/devboxes</c>.</summary>
public sealed class DevboxesClient
{
    /// <summary>The states in which a devbox can be used, or never will be.</summary>
    private static readonly DevboxStatus[] Settled =
        [DevboxStatus.Running, DevboxStatus.Suspended, DevboxStatus.Failure, DevboxStatus.Shutdown];

    private readonly BenchTransport _transport;

    internal DevboxesClient(BenchTransport transport) => _transport = transport;

    /// <summary>Creates a devbox; it starts after the answer.</summary>
    public Task<DevboxView> CreateAsync(DevboxCreateRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<DevboxView>("/v1/devboxes", request, cancellationToken);

    /// <summary>A devbox.</summary>
    public Task<DevboxView> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<DevboxView>($"/v1/devboxes/{ApiPath.Segment(id)}", cancellationToken);

    /// <summary>Devboxes, newest first.</summary>
    public IAsyncEnumerable<DevboxView> ListAsync(
        DevboxStatus? status = null, int? max = null, CancellationToken cancellationToken = default) =>
        _transport.ListAsync<DevboxView>(
            ApiPath.Of("/v1/devboxes", ("status", status?.ToString().ToLowerInvariant())), "devboxes", max, d => d.Id, cancellationToken);

    /// <summary>Waits until a devbox runs, is suspended, or has ended.</summary>
    public async Task<DevboxView> WaitUntilSettledAsync(string id, CancellationToken cancellationToken = default)
    {
        var wanted = new { statuses = Settled };
        while (true)
        {
            try
            {
                return await _transport.PostAsync<DevboxView>(
                    $"/v1/devboxes/{ApiPath.Segment(id)}/wait_for_status", wanted, cancellationToken);
            }
            catch (BenchApiException error) when (error.Status == HttpStatusCode.RequestTimeout)
            {
                // The long poll's time was over: ask again.
            }
        }
    }

    /// <summary>Shuts a devbox down.</summary>
    public Task<DevboxView> ShutdownAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<DevboxView>($"/v1/devboxes/{ApiPath.Segment(id)}/shutdown", null, cancellationToken);
}
