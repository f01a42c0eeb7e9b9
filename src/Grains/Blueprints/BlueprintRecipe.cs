using System.Security.Cryptography;
using System.Text;

namespace BenchCluster.Blueprints;

/// <summary>What a blueprint's image is made of.</summary>
internal static class BlueprintRecipe
{
    /// <summary>The Dockerfile to build: the request's, or the base image, and the setup commands on top.</summary>
    public static string Dockerfile(BlueprintCreateRequest request, string baseImage)
    {
        var text = new StringBuilder(string.IsNullOrWhiteSpace(request.Dockerfile) ? $"FROM {baseImage}" : request.Dockerfile.TrimEnd());
        foreach (var command in request.SystemSetupCommands ?? [])
        {
            // The exec form of RUN takes any text; a line break or a quote in the command cannot end the instruction.
            var argument = System.Text.Json.JsonSerializer.Serialize(command);
            text.Append("\nRUN [\"/bin/sh\", \"-c\", ").Append(argument).Append(']');
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The hash of everything that goes into the image, lower-case hex.</summary>
    public static string Hash(BlueprintCreateRequest request, string dockerfile, string? contextSha256)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string part)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        Add(dockerfile);
        Add(contextSha256 ?? "");
        foreach (var (name, value) in (request.BuildArgs ?? new Dictionary<string, string>()).OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            Add(name);
            Add(value);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
