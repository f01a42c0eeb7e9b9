using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BenchCluster.Http.Devboxes;

/// <summary>
/// <c>stream_stdout_updates</c> and <c>stream_stderr_updates</c>: server-sent events, each with a line of the output or a
/// part of one, and the byte offset after it, so that a client that comes again with the last offset loses nothing and gets nothing twice.
/// </summary>
internal static class ExecutionStreamEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps the routes.</summary>
    public static void MapExecutionStreams(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/devboxes/{id}/executions/{executionId}/stream_stdout_updates", (string id, string executionId, HttpContext http, ExecutionStreams streams) =>
            StreamAsync(http, streams, id, executionId, isError: false));
        routes.MapGet("/v1/devboxes/{id}/executions/{executionId}/stream_stderr_updates", (string id, string executionId, HttpContext http, ExecutionStreams streams) =>
            StreamAsync(http, streams, id, executionId, isError: true));
    }

    private static async Task StreamAsync(HttpContext http, ExecutionStreams streams, string id, string executionId, bool isError)
    {
        var offset = OffsetOf(http);
        var cancellation = http.RequestAborted;
        await using var chunks = streams.FollowAsync(id, executionId, isError, offset, cancellation).GetAsyncEnumerator(cancellation);
        var next = chunks.MoveNextAsync().AsTask();
        // Whether there is such an execution is known with the first answer or soon: an error of it is a plain answer.
        await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(100), cancellation));
        if (next.IsFaulted)
            await next;

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.StartAsync(cancellation);
        var text = new OutputLines(offset);
        try
        {
            while (await NextAsync(http, next, cancellation))
            {
                await SendAsync(http, text.Take(chunks.Current));
                next = chunks.MoveNextAsync().AsTask();
            }

            await SendAsync(http, text.Rest());
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var (_, code, message) = ApiErrors.Describe(e);
            await WriteAsync(http, $"event: error\ndata: {JsonSerializer.Serialize(new { code, message }, WireJson.Options)}\n\n");
        }
        finally
        {
            // The client went away while a piece was awaited: what reads is canceled with it, and is not let go before.
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Waits for the next piece; a quiet stream says now and then that it is alive.</summary>
    private static async Task<bool> NextAsync(HttpContext http, Task<bool> next, CancellationToken cancellationToken)
    {
        while (!next.IsCompleted)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(next, Task.Delay(Heartbeat, quiet.Token)) != next)
                await WriteAsync(http, ": alive\n\n");
            await quiet.CancelAsync();
        }

        return await next;
    }

    /// <summary>Sends pieces as an event each, at once.</summary>
    private static async Task SendAsync(HttpContext http, IEnumerable<(string Text, long Offset)> pieces)
    {
        var events = new StringBuilder();
        foreach (var (output, offset) in pieces)
            events.Append("data: ").Append(JsonSerializer.Serialize(new { output, offset }, WireJson.Options)).Append("\n\n");
        if (events.Length > 0)
            await WriteAsync(http, events.ToString());
    }

    private static async Task WriteAsync(HttpContext http, string text)
    {
        await http.Response.WriteAsync(text, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static long OffsetOf(HttpContext http) =>
        ListRequest.Text(http, "offset") is not { } text ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset
        : throw BenchException.Invalid("offset", "must be a whole number of bytes, not negative.");
}
