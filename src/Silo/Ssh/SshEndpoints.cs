using BenchCluster.Http;
using BenchCluster.Http.Devboxes;

namespace BenchCluster.Ssh;

/// <summary><c>POST /v1/devboxes/{id}/create_ssh_key</c>.</summary>
internal static class SshEndpoints
{
    /// <summary>Maps the route.</summary>
    /// <param name="address">Where this silo is reached, by host and port; null where that is where the caller has reached it.</param>
    public static void MapSsh(this IEndpointRouteBuilder routes, string? address) =>
        routes.MapPost("/v1/devboxes/{id}/create_ssh_key", async (string id, HttpContext http, IGrainFactory grains, SshFiles files) =>
        {
            if (!SshPrograms.AreThere)
                throw new BenchException(BenchError.NotServed, $"SSH needs packages that are not on the silo's host: apt-get install --no-install-recommends {SshPrograms.Packages}");
            var access = await DevboxEndpoints.Devbox(grains, id).OpenSession();
            var user = UserOf(access.User);
            return Answers.View(new { Id = id, SshPrivateKey = files.Admit(id, user), SshUser = user, Url = address ?? http.Request.Host.Value });
        });

    /// <summary>The name to log in with; a devbox's user may have a group, or characters that are none of a name's.</summary>
    private static string UserOf(string user)
    {
        var name = user.Split(':')[0];
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name[0] is not ('-' or '.') ? name : "root";
    }
}
