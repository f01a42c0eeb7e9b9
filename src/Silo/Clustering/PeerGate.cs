namespace BenchCluster.Clustering;

/// <summary>Takes the requests for devboxes of other nodes.</summary>
internal sealed class PeerGate(RequestDelegate next, PeerForwarder peers)
{
    private static readonly PathString Devboxes = "/v1/devboxes";

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(Devboxes, StringComparison.OrdinalIgnoreCase, out var rest)
            && rest.Value!.Split('/') is [_, var id, ..]
            && id.StartsWith($"{ResourceKind.Devbox.Prefix}_", StringComparison.Ordinal)
            && await peers.TryForwardAsync(http, id))
            return;
        await next(http);
    }
}
