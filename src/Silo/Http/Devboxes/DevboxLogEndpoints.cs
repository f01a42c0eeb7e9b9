using BenchCluster.Devboxes;

namespace BenchCluster.Http.Devboxes;

/// <summary><c>/v1/devboxes/{id}/logs</c>.</summary>
internal static class DevboxLogEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapDevboxLogs(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/devboxes/{id}/logs", async (string id, HttpContext http, IGrainFactory grains) => Answers.View(new LogsView(
            await DevboxEndpoints.Devbox(grains, id).GetLog(ListRequest.Text(http, "execution_id"), ListRequest.Text(http, "shell_name")))));

    private sealed record LogsView(IReadOnlyList<DevboxLogLine> Logs);
}
