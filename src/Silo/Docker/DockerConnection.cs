using System.Net.Sockets;
using BenchCluster.Engine;
using Docker.DotNet;

namespace BenchCluster.Docker;

/// <summary>
/// The way to the engine: Docker.DotNet for calls with one answer, plain HTTP for streams and for what Docker.DotNet
/// cannot express. Each call ends in time, and each failure is an <see cref="EngineException"/>.
/// </summary>
internal sealed class DockerConnection : IDisposable
{
    private readonly DockerClient _client;
    private readonly HttpClient _http;
    private readonly DockerOptions _options;

    public DockerConnection(DockerOptions options)
    {
        _options = options;
        // The time is kept here: Docker.DotNet's own stops at the answer's head, and cannot end a hung connect.
        using var configuration = new DockerClientConfiguration(options.Endpoint, defaultTimeout: Timeout.InfiniteTimeSpan);
        _client = configuration.CreateClient();
        _http = new HttpClient(HandlerFor(options.Endpoint))
        {
            BaseAddress = options.Endpoint.Scheme is "unix"
                ? new Uri("http://docker/")
                : new UriBuilder(options.Endpoint) { Scheme = "http" }.Uri,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>A call with one answer, within <see cref="DockerOptions.CallTimeout"/>.</summary>
    public Task<T> CallAsync<T>(
        DockerCall call, Func<DockerClient, CancellationToken, Task<T>> send, CancellationToken cancellationToken) =>
        WithinAsync(_options.CallTimeout, call, token => send(_client, token), cancellationToken);

    /// <summary>A call without an answer, within <paramref name="timeout"/> or <see cref="DockerOptions.CallTimeout"/>.</summary>
    public Task CallAsync(
        DockerCall call,
        Func<DockerClient, CancellationToken, Task> send,
        CancellationToken cancellationToken,
        TimeSpan? timeout = null) =>
        WithinAsync(
            timeout ?? _options.CallTimeout,
            call,
            async token =>
            {
                await send(_client, token);
                return true;
            },
            cancellationToken);

    /// <summary>A plain request whose whole answer is read by <paramref name="read"/>.</summary>
    public Task<T> SendAsync<T>(
        DockerCall call,
        HttpRequestMessage request,
        TimeSpan timeout,
        Func<Stream, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken) =>
        WithinAsync(
            timeout,
            call,
            async token =>
            {
                await using var stream = await OpenAsync(request, token);
                return await read(stream, token);
            },
            cancellationToken);

    /// <summary>Sends a plain request and opens its answer as it comes. The caller translates failures.</summary>
    /// <exception cref="DockerApiException">The engine refused.</exception>
    public async Task<Stream> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
            return await response.Content.ReadAsStreamAsync(cancellationToken);
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new DockerApiException(response.StatusCode, body);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private static async Task<T> WithinAsync<T>(
        TimeSpan timeout, DockerCall call, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            // WaitAsync, because Docker.DotNet does not heed the token everywhere.
            return await send(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (DockerErrors.Translate(e, call) is { } translated && translated != e)
                throw translated;
            throw;
        }
        catch (Exception e) when (e is not EngineException)
        {
            throw new OperationCanceledException($"{call.What} was cancelled.", e, cancellationToken);
        }
    }

    private static SocketsHttpHandler HandlerFor(Uri endpoint)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (endpoint.Scheme is "unix")
        {
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint.LocalPath), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return handler;
    }
}
