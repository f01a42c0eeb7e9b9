using System.Collections.Concurrent;
using BenchCluster.Blueprints;
using BenchCluster.Objects;

namespace BenchCluster.Client.Harbor;

/// <summary>Brings a task's folders to the server; what is there already, by its hash, is used again.</summary>
internal sealed class HarborUploads(BenchClient client)
{
    /// <summary>Enough of the hash to name an object; the whole is compared.</summary>
    private const int HashInName = 32;

    /// <summary>Newest blueprints of a name that are looked through.</summary>
    private const int BlueprintsSearched = 20;

    /// <summary>One upload for folders of the same content, also when they are met at the same time.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _objects = new();

    public async Task<HarborParts> BringAsync(HarborTask task, CancellationToken cancellationToken)
    {
        var tests = await ObjectAsync(task.TestsFolder, cancellationToken);
        var solution = task.Solution is null ? null : await ObjectAsync(task.SolutionFolder, cancellationToken);
        var blueprint = task.Dockerfile is null ? null : await BlueprintAsync(task, task.Dockerfile, cancellationToken);
        return new HarborParts(tests, solution, blueprint);
    }

    private async Task<string> BlueprintAsync(HarborTask task, string dockerfile, CancellationToken cancellationToken)
    {
        var name = BlueprintName(task.Name);
        var hash = await FolderArchive.HashAsync(task.EnvironmentFolder, cancellationToken);
        await foreach (var blueprint in client.Blueprints.ListAsync(name, BlueprintsSearched, cancellationToken))
        {
            // One that failed is built anew: the cause may have been a mirror that was away.
            if (blueprint.Name == name && blueprint.Status != BlueprintStatus.Failed
                && blueprint.Metadata.TryGetValue(HarborScenario.HashKey, out var other) && other == hash)
                return blueprint.Id;
        }

        var created = await client.Blueprints.CreateAsync(
            new BlueprintCreateRequest
            {
                Name = name,
                Dockerfile = dockerfile,
                BuildContext = new BuildContext
                {
                    Type = "object",
                    ObjectId = await ObjectAsync(task.EnvironmentFolder, cancellationToken),
                },
                BuildTimeoutSec = task.BuildTimeoutSec,
                Metadata = new Dictionary<string, string>
                {
                    [HarborScenario.TaskKey] = task.Name,
                    [HarborScenario.HashKey] = hash,
                },
            },
            cancellationToken);
        return created.Id;
    }

    private async Task<string> ObjectAsync(string folder, CancellationToken cancellationToken)
    {
        var packed = await PackAsync(folder, cancellationToken);
        await using var content = packed.Content;
        return await _objects.GetOrAdd(packed.Hash, hash => new(() => FindOrUploadAsync(hash, content, cancellationToken))).Value;
    }

    private async Task<string> FindOrUploadAsync(string hash, Stream content, CancellationToken cancellationToken)
    {
        var name = $"harbor-{hash[..HashInName]}.tar.gz";
        await foreach (var found in client.Objects.ListAsync(name, 1, cancellationToken))
        {
            if (found.State == ObjectState.ReadOnly && found.Name == name
                && found.Metadata?.TryGetValue(HarborScenario.HashKey, out var other) == true && other == hash)
                return found.Id;
        }

        var request = new ObjectCreateRequest
        {
            Name = name,
            ContentType = ObjectContentType.Tgz,
            Metadata = new Dictionary<string, string> { [HarborScenario.HashKey] = hash },
        };
        return (await client.Objects.UploadAsync(request, content, cancellationToken)).Id;
    }

    /// <summary>Packed into a file that is gone when it is closed: a build context may be large.</summary>
    private static async Task<(Stream Content, string Hash)> PackAsync(string folder, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"bench-{Guid.NewGuid():N}.tar.gz"), options);
        try
        {
            var hash = await FolderArchive.PackAsync(folder, file, cancellationToken);
            file.Position = 0;
            return (file, hash);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static string BlueprintName(string task) =>
        "harbor-" + string.Concat(task.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? char.ToLowerInvariant(c) : '-'));
}
