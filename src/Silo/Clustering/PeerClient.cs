using System.Net;
using System.Net.Http.Headers;
using BenchCluster.Data;

namespace BenchCluster.Clustering;

/// <summary>Asks the silo of another node, with the cluster's key.</summary>
internal sealed class PeerClient(PeerForwarder peers, ClusterKeys keys) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", keys.PeerKey) },
    };

    /// <summary>The answer, which is a success or says that there is no such thing.</summary>
    /// <param name="what">What is asked for, for messages.</param>
    /// <exception cref="BenchException"><see cref="BenchError.Unavailable"/>.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string node, string path, string what, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, $"{await peers.UrlOfAsync(node)}{path}");
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.NotFound)
                return response;
            response.Dispose();
            throw new BenchException(BenchError.Unavailable, $"The node '{node}' answers {(int)response.StatusCode} for {what}.");
        }
        catch (Exception e) when (e is HttpRequestException or OrleansException)
        {
            throw new BenchException(BenchError.Unavailable, $"The node '{node}' does not answer for {what}: {e.Message}");
        }
    }

    public void Dispose() => _http.Dispose();
}
