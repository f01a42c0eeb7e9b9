using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BenchCluster.Resources;

namespace BenchCluster.Client;

/// <summary>Requests and answers of the API: authentication, the one error shape, retries, paging.</summary>
internal sealed class BenchTransport : IDisposable
{
    /// <summary>The server's largest page.</summary>
    private const int PageSize = 1000;

    private static readonly TimeSpan LongestRetryWait = TimeSpan.FromSeconds(10);

    private readonly BenchClientOptions _options;
    private readonly HttpClient _http;
    private readonly string? _host;

    public BenchTransport(BenchClientOptions options, HttpMessageHandler? handler)
    {
        _options = options;
        // A proxy is for the outside; asking the environment for one costs a start that a person waits for.
        handler ??= new SocketsHttpHandler { UseProxy = !options.BaseUrl.IsLoopback, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private BenchTransport(BenchClientOptions options, HttpClient http, string host) => (_options, _http, _host) = (options, http, host);

    /// <summary>Requests through a tunnel: to the same server, under the tunnel's host name and with its token.</summary>
    /// <param name="label">The first label of the host name.</param>
    public BenchTransport Through(string label, string token)
    {
        const string api = "api.";
        var domain = _options.BaseUrl.Host;
        if (domain.StartsWith(api, StringComparison.Ordinal))
            domain = domain[api.Length..];
        return new BenchTransport(_options with { ApiKey = token }, _http, $"{label}.tunnel.{domain}");
    }

    /// <summary>Opens a WebSocket.</summary>
    public async Task<WebSocket> OpenSocketAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        if (_options.BaseUrl.IsLoopback)
            socket.Options.Proxy = null;
        socket.Options.CollectHttpResponseDetails = true;
        if (_host is not null)
            socket.Options.SetRequestHeader("Host", _host);
        if (_options.ApiKey is { } key)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        var address = new UriBuilder(new Uri(_options.BaseUrl, path));
        address.Scheme = address.Scheme is "https" ? "wss" : "ws";
        try
        {
            await socket.ConnectAsync(address.Uri, cancellationToken);
            return socket;
        }
        catch (WebSocketException error)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw status == 0 ? Away(error) : new BenchApiException(status, "refused", status is HttpStatusCode.Conflict
                ? "Another client is attached to the session."
                : $"The server answered {(int)status} instead of a connection.");
        }
    }

    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    public async Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    public async Task PostAsync(string path, object? body, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Post, path, body, cancellationToken)).Dispose();

    /// <summary>The answer to a request, its body not read; not retried, and without a limit of time.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using var request = NewRequest(HttpMethod.Get, path, null);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        return await CheckedAsync(await TrySendAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>PUTs bytes at a signed address; the key is not sent there.</summary>
    public async Task UploadAsync(Uri address, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_options.BaseUrl, address)) { Content = content };
        (await CheckedAsync(await TrySendAsync(request, cancellationToken), cancellationToken)).Dispose();
    }

    /// <summary>All items of a list, newest first, page after page, up to <paramref name="max"/>.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(
        string path, string listName, int? max, Func<T, string> id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        for (var left = max ?? int.MaxValue; left > 0;)
        {
            var page = await PageAsync<T>(path, listName, Math.Min(left, PageSize), after, cancellationToken);
            foreach (var item in page.Items)
                yield return item;
            left -= page.Items.Count;
            if (!page.HasMore || page.Items.Count == 0)
                yield break;
            after = id(page.Items[^1]);
        }
    }

    private async Task<BenchPage<T>> PageAsync<T>(
        string path, string listName, int limit, string? after, CancellationToken cancellationToken)
    {
        var query = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}&include_total_count=false";
        if (after is not null)
            query += $"&starting_after={Uri.EscapeDataString(after)}";
        var page = await GetAsync<JsonElement>(query, cancellationToken);
        var items = page.TryGetProperty(listName, out var list) ? list.Deserialize<List<T>>(WireJson.Options) ?? [] : [];
        return new BenchPage<T>(items, page.TryGetProperty("has_more", out var more) && more.GetBoolean());
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var request = NewRequest(method, path, body);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(_options.RequestTimeout);
            HttpResponseMessage response;
            try
            {
                response = await TrySendAsync(request, limit.Token);
            }
            catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
            {
                throw new BenchApiException(null, BenchApiException.Unreachable,
                    $"{_options.BaseUrl} did not answer within {_options.RequestTimeout.TotalSeconds:0} s.", error);
            }

            if (attempt >= _options.Retries || !MayRetry(response))
                return await CheckedAsync(response, cancellationToken);
            var wait = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(250 << attempt);
            response.Dispose();
            await Task.Delay(wait < LongestRetryWait ? wait : LongestRetryWait, cancellationToken);
        }
    }

    /// <summary>Only what the server surely did not carry out is sent again, whatever the method.</summary>
    private static bool MayRetry(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests
        && !(response.Headers.TryGetValues("x-should-retry", out var values) && values.Contains("false"));

    private HttpRequestMessage NewRequest(HttpMethod method, string path, object? body)
    {
        var request = new HttpRequestMessage(method, new Uri(_options.BaseUrl, path));
        request.Headers.Host = _host;
        if (_options.ApiKey is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (method == HttpMethod.Post)
            request.Content = JsonContent.Create(body ?? new object(), body?.GetType() ?? typeof(object), options: WireJson.Options);
        return request;
    }

    private async Task<HttpResponseMessage> TrySendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw Away(error);
        }
    }

    private BenchApiException Away(Exception error)
    {
        var hint = _options.BaseUrl.IsLoopback
            ? "Start it with ./bench up"
            : $"Is {BenchClientOptions.BaseUrlVariable} right, and the server up?";
        var reason = error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? "" : $" ({error.Message})";
        return new BenchApiException(null, BenchApiException.Unreachable,
            $"No server answers at {_options.BaseUrl.GetLeftPart(UriPartial.Authority)}{reason}. {hint}", error);
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync<T>(body, WireJson.Options, cancellationToken)
                ?? throw new JsonException("The body is null.");
        }
        catch (JsonException error)
        {
            throw new BenchApiException(response.StatusCode, "bad_answer",
                $"{response.RequestMessage?.RequestUri} answered what this client does not understand: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw Away(error);
        }
    }

    private static async Task<HttpResponseMessage> CheckedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var (code, message) = await BenchErrorBody.ReadAsync(response, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                message += $" Set {BenchClientOptions.ApiKeyVariable}: ./bench env prints it.";
            throw new BenchApiException(response.StatusCode, code, message);
        }
    }

    public void Dispose() => _http.Dispose();
}
