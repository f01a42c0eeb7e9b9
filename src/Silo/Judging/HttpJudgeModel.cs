using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using BenchCluster.Scoring.Judging;

namespace BenchCluster.Judging;

/// <summary>Asks models over HTTP: OpenAI's chat completions, which many servers have, and Anthropic's messages.</summary>
internal sealed class HttpJudgeModel : IJudgeModel, IDisposable
{
    private const int LongestQuote = 300;
    private const int LargestAnswer = 4 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    // Redirects are not followed: they would lead past the list of endpoints.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <inheritdoc/>
    public async Task<JudgeAnswer> AskAsync(JudgeQuestion question, string? apiKey, CancellationToken cancellationToken)
    {
        using var request = question.Api is JudgeApi.Anthropic ? Messages(question, apiKey) : Completions(question, apiKey);
        var (status, text) = await SendAsync(question, request, cancellationToken);
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500)
            throw new BenchException(BenchError.Unavailable, $"The judge at {question.BaseUrl} answered {(int)status}: {Quote(text)}");
        if ((int)status is < 200 or > 299)
            throw new BenchException(BenchError.BadRequest, $"The judge at {question.BaseUrl} refused with {(int)status}: {Quote(text)}");
        try
        {
            var answer = JsonNode.Parse(text);
            return question.Api is JudgeApi.Anthropic
                ? new JudgeAnswer(
                    string.Concat(answer!["content"]!.AsArray().Select(part => (string?)part!["text"])),
                    (long?)answer["usage"]?["input_tokens"], (long?)answer["usage"]?["output_tokens"])
                : new JudgeAnswer(
                    (string)answer!["choices"]![0]!["message"]!["content"]!,
                    (long?)answer["usage"]?["prompt_tokens"], (long?)answer["usage"]?["completion_tokens"]);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new BenchException(BenchError.BadRequest, $"The judge at {question.BaseUrl} answered with something else than its API says: {Quote(text)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(JudgeQuestion question, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var why = e is OperationCanceledException ? $"not within {Timeout.TotalSeconds:0} s" : e.Message;
            throw new BenchException(BenchError.Unavailable, $"The judge at {question.BaseUrl} did not answer: {why}");
        }
    }

    private static HttpRequestMessage Completions(JudgeQuestion question, string? apiKey)
    {
        var request = Request(question, "/chat/completions", new
        {
            model = question.Model,
            temperature = 0,
            max_tokens = question.MaxTokens,
            messages = new[] { new { role = "system", content = question.System }, new { role = "user", content = question.Text } },
        });
        if (apiKey is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return request;
    }

    private static HttpRequestMessage Messages(JudgeQuestion question, string? apiKey)
    {
        var request = Request(question, "/v1/messages", new
        {
            model = question.Model,
            temperature = 0,
            max_tokens = question.MaxTokens,
            system = question.System,
            messages = new[] { new { role = "user", content = question.Text } },
        });
        request.Headers.Add("anthropic-version", "2023-06-01");
        if (apiKey is not null)
            request.Headers.Add("x-api-key", apiKey);
        return request;
    }

    private static HttpRequestMessage Request<T>(JudgeQuestion question, string path, T body) =>
        new(HttpMethod.Post, question.BaseUrl.TrimEnd('/') + path) { Content = JsonContent.Create(body) };

    private static string Quote(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}…";
}
