namespace BenchCluster.Http.Devboxes;

/// <summary>
/// <c>/v1/devboxes/evictions/watch</c>: server-sent events of devboxes that are about to be taken off their node. Nothing here
/// takes one off (a silo that leaves keeps its devboxes, one that is lost cannot say so before), so that the stream is open and quiet.
/// </summary>
internal static class DevboxEvictionEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps the route.</summary>
    public static void MapDevboxEvictions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/devboxes/evictions/watch", WatchAsync);

    private static async Task WatchAsync(HttpContext http, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            while (true)
            {
                await http.Response.WriteAsync(": alive\n\n", end.Token);
                await http.Response.Body.FlushAsync(end.Token);
                await Task.Delay(Heartbeat, clock, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has heard enough, or connects again to the silo that comes next.
        }
    }
}
