using System.Text.RegularExpressions;
using BenchCluster.Engine;
using Docker.DotNet.Models;

namespace BenchCluster.Docker;

/// <summary>
/// The images without a name that the engine's own builder makes a step. Those of a build that failed are of use to nobody,
/// and are removed; the engine removes with one those that it was made from, as far as nothing else needs them.
/// </summary>
internal sealed partial class BuildSteps(DockerConnection connection)
{
    private string? _last;

    /// <summary>Takes note of a piece of the build's output.</summary>
    public void Note(string? output)
    {
        if (output is not null && Step().Match(output) is { Success: true } match)
            _last = match.Groups[1].Value;
    }

    /// <summary>Removes them. What is in use stays, and so does what has a name.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (_last is not { } image)
            return;
        try
        {
            var found = await connection.CallAsync(
                DockerCall.OnImage("Inspection", image), (client, token) => client.Images.InspectImageAsync(image, token), cancellationToken);
            if (found.RepoTags is null or [])
            {
                await connection.CallAsync(
                    DockerCall.OnImage("Removal", image),
                    (client, token) => client.Images.DeleteImageAsync(image, new ImageDeleteParameters(), token),
                    cancellationToken);
            }
        }
        catch (EngineException)
        {
            // Another build goes on from it, or it is gone: why this build failed matters more.
        }
    }

    [GeneratedRegex("^ ---> ([0-9a-f]{12,64})\n?$")]
    private static partial Regex Step();
}
