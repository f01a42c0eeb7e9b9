using BenchCluster.Devboxes;
using BenchCluster.Http.Pty;
using BenchCluster.Tunnels;

namespace BenchCluster.Http.Devboxes;

/// <summary><c>/v1/devboxes/{id}/…</c>: their life, use and tunnel.</summary>
internal static class DevboxLifeEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapDevboxLife(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/devboxes/{id}/shutdown", async (string id, HttpContext http, IGrainFactory grains) =>
            Answers.View(await DevboxEndpoints.Devbox(grains, id).Shutdown(ShutdownReason.ApiShutdown, ListRequest.Flag(http, "force") ?? false)));
        routes.MapPost("/v1/devboxes/{id}/keep_alive", async (string id, IGrainFactory grains) =>
        {
            await DevboxEndpoints.Devbox(grains, id).KeepAlive();
            return Answers.Done();
        });
        routes.MapPost("/v1/devboxes/{id}/suspend", async (string id, IGrainFactory grains) =>
            Answers.View(await DevboxEndpoints.Devbox(grains, id).Suspend()));
        routes.MapPost("/v1/devboxes/{id}/resume", async (string id, IGrainFactory grains) =>
            Answers.View(await DevboxEndpoints.Devbox(grains, id).Resume()));
        routes.MapGet("/v1/devboxes/{id}/usage", async (string id, IGrainFactory grains) =>
            Answers.View(await DevboxEndpoints.Devbox(grains, id).Usage()));
        routes.MapPost("/v1/devboxes/{id}/enable_tunnel", async (string id, HttpContext http, IGrainFactory grains) =>
            Answers.View(await DevboxEndpoints.Devbox(grains, id).EnableTunnel(await RequestReader.ReadAsync<TunnelRequest>(http))));
        routes.MapPost("/v1/devboxes/{id}/remove_tunnel", async (string id, IGrainFactory grains) =>
        {
            await DevboxEndpoints.Devbox(grains, id).RemoveTunnel();
            return Answers.Done();
        });
        routes.MapPost("/v1/devboxes/{id}/create_pty_tunnel", async (string id, IGrainFactory grains, PtyTunnelKeys keys) =>
        {
            // Only a devbox that runs has terminals.
            await DevboxEndpoints.Devbox(grains, id).Access();
            var (key, token) = keys.New(id);
            return Answers.View(new { TunnelKey = key, AuthToken = token });
        });
    }
}
