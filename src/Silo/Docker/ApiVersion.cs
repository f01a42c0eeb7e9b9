using System.Net;
using System.Text.Json.Nodes;
using Docker.DotNet;

namespace BenchCluster.Docker;

/// <summary>
/// The version of the engine's API that is spoken: of those that this adapter was made for, the newest that the engine
/// has. Requests without a version would get the engine's newest, whatever its answers look like, and are deprecated.
/// </summary>
internal static class ApiVersion
{
    /// <summary>Docker 25's; Docker 29 takes nothing older.</summary>
    private static readonly Version Newest = new(1, 44);

    /// <summary>Chooses by the answer to <c>GET /version</c>.</summary>
    /// <exception cref="IOException">The answer is no engine's.</exception>
    public static async Task<Version> ChooseAsync(Stream answer, CancellationToken cancellationToken)
    {
        var json = await JsonNode.ParseAsync(answer, cancellationToken: cancellationToken) as JsonObject;
        if (!Version.TryParse(json?["ApiVersion"]?.ToString(), out var newest))
            throw new IOException("The engine does not say which version of its API it has.");
        var chosen = newest < Newest ? newest : Newest;
        // An engine that has left these behind is tried at its oldest.
        return Version.TryParse(json?["MinAPIVersion"]?.ToString(), out var oldest) && chosen < oldest ? oldest : chosen;
    }

    /// <summary>Whether the engine has other versions now than the chosen one.</summary>
    public static bool IsRefusedBy(DockerApiException refusal) =>
        refusal.StatusCode is HttpStatusCode.BadRequest
        && (refusal.ResponseBody ?? "").Contains("client version", StringComparison.OrdinalIgnoreCase);
}
