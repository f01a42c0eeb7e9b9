using BenchCluster.Agents;

namespace BenchCluster.Http.Agents;

/// <summary>The rules of registering an agent.</summary>
internal static class AgentRules
{
    private const int LongestVersion = 256;
    private const int MostCommands = 200;

    /// <summary>Fails with the first rule that is broken.</summary>
    public static void Check(AgentCreateRequest request)
    {
        FieldRules.Name("name", request.Name);
        FieldRules.Require(request.Version is null || request.Version.Length is > 0 and <= LongestVersion, "version", $"must have 1 to {LongestVersion} characters.");
        if (request.Source is { } source)
            Check(source);
    }

    private static void Check(AgentSource source)
    {
        var parts = new (string Type, object? Value)[] { ("npm", source.Npm), ("pip", source.Pip), ("git", source.Git), ("object", source.StorageObject) };
        FieldRules.Require(parts.Any(part => part.Type == source.Type), "source.type", "must be npm, pip, git or object.");
        foreach (var (type, value) in parts)
        {
            FieldRules.Require(type != source.Type || value is not null, $"source.{type}", $"is required with the type {type}.");
            FieldRules.Require(type == source.Type || value is null, $"source.{type}", $"is not allowed with the type {source.Type}.");
        }

        Package("source.npm", source.Npm);
        Package("source.pip", source.Pip);
        if (source.Git is { } git)
        {
            FieldRules.Require(
                Uri.TryCreate(git.Repository, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" or "ssh" or "git" or "file",
                "source.git.repository", "must be the URL of a repository.");
            FieldRules.OptionalName("source.git.ref", git.Ref);
            Setup("source.git", git.AgentSetup);
        }

        if (source.StorageObject is { } stored)
        {
            ResourceId.Require(ResourceKind.StorageObject, stored.ObjectId);
            Setup("source.object", stored.AgentSetup);
        }
    }

    private static void Package(string field, PackageSource? package)
    {
        if (package is null)
            return;
        FieldRules.Name($"{field}.package_name", package.PackageName);
        FieldRules.Require(
            package.RegistryUrl is null || (Uri.TryCreate(package.RegistryUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"),
            $"{field}.registry_url", "must be an http or https URL.");
        Setup(field, package.AgentSetup);
    }

    private static void Setup(string field, IReadOnlyList<string>? commands)
    {
        FieldRules.Texts($"{field}.agent_setup", commands);
        FieldRules.Require((commands?.Count ?? 0) <= MostCommands, $"{field}.agent_setup", $"must not have more than {MostCommands} commands.");
    }
}
