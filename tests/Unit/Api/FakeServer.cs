using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using BenchCluster.Resources;

namespace BenchCluster.Tests.Api;

/// <summary>The API in memory: routes such as <c>GET /v1/benchmarks</c> and what they answer.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Func<FakeRequest, Task<object>>> _routes = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();

    /// <summary>All that was asked, in order.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    /// <summary>While true, no request reaches it.</summary>
    public bool IsAway { get; set; }

    /// <summary>Answers with an object of the API, or with a whole response.</summary>
    public FakeServer On(string route, Func<FakeRequest, object> answer) => OnAsync(route, request => Task.FromResult(answer(request)));

    /// <summary>Answers when it likes to.</summary>
    public FakeServer OnAsync(string route, Func<FakeRequest, Task<object>> answer)
    {
        _routes[route] = answer;
        return this;
    }

    public FakeServer On(string route, object answer) => On(route, _ => answer);

    /// <summary>Answers one after another; the last again and again.</summary>
    public FakeServer OnEach(string route, params Func<object>[] answers)
    {
        var next = -1;
        return On(route, _ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]());
    }

    /// <summary>A list under its resource's name.</summary>
    public FakeServer OnList(string route, string name, params object[] items) =>
        On(route, new Dictionary<string, object> { [name] = items, ["has_more"] = false });

    public static HttpResponseMessage Json(object body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(body, WireJson.Options), Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Refuse(HttpStatusCode status, string message) =>
        Json(new { message, code = "refused" }, status);

    /// <summary>Server-sent events, one for each piece.</summary>
    public static HttpResponseMessage Events(params (string Output, long Offset)[] pieces) =>
        new(HttpStatusCode.OK)
        {
            Content = new StringContent(string.Concat(pieces.Select(piece =>
                $"data: {JsonSerializer.Serialize(new { output = piece.Output, offset = piece.Offset })}\n\n"))),
        };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsAway)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused");
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var got = new FakeRequest($"{request.Method} {request.RequestUri!.AbsolutePath}", request.RequestUri.Query, body);
        _requests.Enqueue(got);
        var response = _routes.TryGetValue(got.Route, out var answer)
            ? await answer(got) is var given && given is HttpResponseMessage whole ? whole : Json(given)
            : Refuse(HttpStatusCode.NotFound, $"The fake server has no {got.Route}.");
        response.RequestMessage = request;
        return response;
    }
}
