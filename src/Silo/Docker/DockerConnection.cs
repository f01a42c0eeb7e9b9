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
    private readonly HttpClient _http;
    private readonly DockerOptions _options;
    private Dialect? _dialect;

    public DockerConnection(DockerOptions options)
    {
        _options = options;
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
        WithinAsync(
            _options.CallTimeout,
            call,
            async token => await send((await DialectAsync(token)).Client, token),
            cancellationToken);

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
                await send((await DialectAsync(token)).Client, token);
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
        var dialect = await DialectAsync(cancellationToken);
        request.RequestUri = new Uri($"v{dialect.Version}/{request.RequestUri}", UriKind.Relative);
        return await ReadAsync(request, cancellationToken);
    }

    /// <summary>Sends a request that turns its connection around: from then on the engine asks. The caller owns the stream.</summary>
    /// <exception cref="DockerApiException">The engine refused.</exception>
    public async Task<Stream> TurnAroundAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _ = await DialectAsync(cancellationToken);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode is System.Net.HttpStatusCode.SwitchingProtocols)
            return await response.Content.ReadAsStreamAsync(cancellationToken);
        using (response)
            throw new DockerApiException(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dialect?.Client.Dispose();
        _http.Dispose();
    }

    private async Task<Stream> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
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

    /// <summary>How to speak with this engine; asked once.</summary>
    private async ValueTask<Dialect> DialectAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _dialect) is { } known)
            return known;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.CallTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, "version");
        await using var answer = await ReadAsync(request, limit.Token);
        var version = await ApiVersion.ChooseAsync(answer, limit.Token);
        // The time is kept here: Docker.DotNet's own stops at the answer's head, and cannot end a hung connect.
        using var configuration = new DockerClientConfiguration(_options.Endpoint, defaultTimeout: Timeout.InfiniteTimeSpan);
        var made = new Dialect(version, configuration.CreateClient(version));
        if (Interlocked.CompareExchange(ref _dialect, made, null) is not { } first)
            return made;
        made.Client.Dispose();
        return first;
    }

    private async Task<T> WithinAsync<T>(
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
            // The engine was replaced by another one while this ran. A client that is in use is left to the collector.
            if (e is DockerApiException refusal && ApiVersion.IsRefusedBy(refusal))
                Volatile.Write(ref _dialect, null);
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

    /// <summary>The API's version in use, and the client that speaks it.</summary>
    private sealed record Dialect(Version Version, DockerClient Client);
}
