using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using BenchCluster.Blueprints;
using BenchCluster.Client.Uploads;

namespace BenchCluster.Client.SweBench;

/// <summary>
/// Blueprints of a user's Dockerfiles. One is told of the instance by the build arguments that it declares, and is built
/// once for all instances that it is told the same of.
/// </summary>
internal sealed partial class SweBenchBlueprints(BenchClient client)
{
    /// <summary>Newest blueprints of a name that are looked through.</summary>
    private const int Searched = 50;

    private readonly ContentUploads _objects = new(client, "swebench", SweBenchScenario.HashKey);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _blueprints = new();

    /// <summary>The id of an instance's blueprint.</summary>
    public async Task<string> BringAsync(SweBenchInstance instance, InstancePlan plan, string folder, CancellationToken cancellationToken)
    {
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(folder, "Dockerfile"), cancellationToken);
        var arguments = ArgumentsOf(instance, dockerfile);
        var text = new StringBuilder(await FolderArchive.HashAsync(folder, cancellationToken));
        foreach (var (name, value) in arguments)
            text.Append('\n').Append(name).Append('=').Append(value);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return await _blueprints.GetOrAdd(hash, _ => new(() => FindOrCreateAsync(instance, plan, folder, dockerfile, arguments, hash, cancellationToken))).Value;
    }

    private async Task<string> FindOrCreateAsync(
        SweBenchInstance instance, InstancePlan plan, string folder, string dockerfile, SortedDictionary<string, string> arguments, string hash,
        CancellationToken cancellationToken)
    {
        var name = "swebench-" + string.Concat(instance.Repo.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? char.ToLowerInvariant(c) : '-'));
        await foreach (var blueprint in client.Blueprints.ListAsync(name, Searched, cancellationToken))
        {
            // One that failed is built anew: the cause may have been a mirror that was away.
            if (blueprint.Name == name && blueprint.Status != BlueprintStatus.Failed
                && blueprint.Metadata.TryGetValue(SweBenchScenario.HashKey, out var other) && other == hash)
                return blueprint.Id;
        }

        var created = await client.Blueprints.CreateAsync(
            new BlueprintCreateRequest
            {
                Name = name,
                Dockerfile = dockerfile,
                BuildArgs = arguments.Count > 0 ? arguments : null,
                BuildContext = new BuildContext
                {
                    Type = "object",
                    ObjectId = await _objects.BringAsync(content => FolderArchive.PackAsync(folder, content, cancellationToken), cancellationToken),
                },
                BuildTimeoutSec = plan.BuildTimeoutSec,
                Metadata = new Dictionary<string, string> { [SweBenchScenario.HashKey] = hash },
            },
            cancellationToken);
        return created.Id;
    }

    private static SortedDictionary<string, string> ArgumentsOf(SweBenchInstance instance, string dockerfile)
    {
        var declared = Argument().Matches(dockerfile).Select(match => match.Groups[1].Value).ToHashSet();
        var known = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["INSTANCE_ID"] = instance.Id,
            ["REPO"] = instance.Repo,
            ["BASE_COMMIT"] = instance.BaseCommit,
            ["VERSION"] = instance.Version ?? "",
            ["ENVIRONMENT_SETUP_COMMIT"] = instance.EnvironmentSetupCommit ?? instance.BaseCommit,
        };
        foreach (var name in known.Keys.Where(name => !declared.Contains(name)).ToList())
            known.Remove(name);
        return known;
    }

    [GeneratedRegex(@"^\s*ARG\s+([A-Z_]+)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Argument();
}
