using System.Text;
using System.Text.Json;
using BenchCluster.Axons;

namespace BenchCluster.Http.Axons;

/// <summary>
/// <c>/v1/axons/{id}/subscribe/sse</c>: the events of an axon from a number on, each when it is published. A client that comes
/// again with the last number loses nothing and gets nothing twice.
/// </summary>
internal static class AxonStreamEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps the route.</summary>
    public static void MapAxonStreams(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/axons/{id}/subscribe/sse", SubscribeAsync);

    private static async Task SubscribeAsync(string id, HttpContext http, IGrainFactory grains, IHostApplicationLifetime lifetime)
    {
        var after = AxonEndpoints.Sequence(http, "after_sequence") ?? 0;
        var axon = AxonEndpoints.Axon(grains, id);
        // That there is none is a plain answer.
        await axon.Get();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await WriteAsync(http, ": alive\n\n", end.Token);
            while (true)
            {
                var events = await axon.Read(after, Heartbeat, end.Token);
                end.Token.ThrowIfCancellationRequested();
                await WriteAsync(http, events.Count == 0 ? ": alive\n\n" : TextOf(events), end.Token);
                after = events.Count == 0 ? after : events[^1].Sequence;
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has heard enough, or connects again to the silo that comes next.
        }
        catch (BenchException e)
        {
            var (_, code, message) = ApiErrors.Describe(e);
            await WriteAsync(http, $"event: error\ndata: {JsonSerializer.Serialize(new { code, message }, WireJson.Options)}\n\n", end.Token);
        }
    }

    private static string TextOf(IReadOnlyList<AxonEventView> events)
    {
        var text = new StringBuilder();
        foreach (var published in events)
            text.Append("data: ").Append(JsonSerializer.Serialize(published, WireJson.Options)).Append("\n\n");
        return text.ToString();
    }

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken cancellationToken)
    {
        await http.Response.WriteAsync(text, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }
}
