using System.Text.RegularExpressions;

namespace BenchCluster.Blueprints;

/// <summary>
/// The image that Runloop's Dockerfiles begin with, <c>runloop:runloop/starter-x86_64</c> or <c>…-arm64</c>: no registry has it
/// (it is not even a reference), and here it is the base image.
/// </summary>
internal static partial class StarterImage
{
    /// <summary>The Dockerfile with the base image in its place.</summary>
    public static string Replace(string dockerfile, string baseImage) =>
        From().Replace(dockerfile, match => Starter().IsMatch(match.Groups["image"].Value) ? match.Groups["before"].Value + baseImage : match.Value);

    /// <summary>Whether the Dockerfile's image, that of its last stage, is made on it.</summary>
    public static bool IsLastOf(string dockerfile) => From().Matches(dockerfile) is [.., var last] && Starter().IsMatch(last.Groups["image"].Value);

    [GeneratedRegex(@"(?<=^|\n)(?<before>[ \t]*FROM[ \t]+(?:--[^\s]+[ \t]+)*)(?<image>[^\s]+)", RegexOptions.IgnoreCase)]
    private static partial Regex From();

    [GeneratedRegex("^runloop:runloop/starter-[a-z0-9_]+$")]
    private static partial Regex Starter();
}
