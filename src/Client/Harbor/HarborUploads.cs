using System.Security.Cryptography;
using System.Text.Json;
using BenchCluster.Blueprints;
using BenchCluster.Client.Uploads;

namespace BenchCluster.Client.Harbor;

/// <summary>Brings a task's folders to the server; what is there already, by its hash, is used again.</summary>
internal sealed class HarborUploads(BenchClient client)
{
    /// <summary>Newest blueprints of a name that are looked through.</summary>
    private const int BlueprintsSearched = 20;

    private readonly ContentUploads _objects = new(client, "harbor", HarborScenario.HashKey);

    public async Task<HarborParts> BringAsync(HarborTask task, CancellationToken cancellationToken)
    {
        var separate = task.Verifier.Separate;
        var tests = separate is { HasTests: true } || task.Steps.Count > 0 ? null : await ObjectAsync(task.TestsFolder, cancellationToken);
        var steps = new List<HarborStepParts>();
        foreach (var step in task.Steps)
            steps.Add(await StepAsync(task, step, cancellationToken));
        var solution = task.Solution is null ? null : await ObjectAsync(task.SolutionFolder, cancellationToken);
        var services = new List<ContainerizedService>();
        foreach (var service in task.Services)
            services.Add(await ServiceAsync(task, service, cancellationToken));
        // Services are a blueprint's: so a task of an image has one, too, where there are any.
        var dockerfileOfTask = task.Dockerfile ?? (services.Count > 0 ? $"FROM {task.Image}\n" : null);
        var blueprint = dockerfileOfTask is null ? null : await BlueprintAsync(
            task, BlueprintName(task.Name), task.EnvironmentFolder, dockerfileOfTask, task.BuildTimeoutSec, null, services, cancellationToken);
        var verifier = separate?.Container.Dockerfile is not { } dockerfile ? null
            : await BlueprintAsync(task, $"{BlueprintName(task.Name)}-verifier", task.TestsFolder, dockerfile, separate.Container.BuildTimeoutSec, null, [], cancellationToken);
        return new HarborParts(tests, solution, blueprint, verifier, steps);
    }

    private async Task<HarborStepParts> StepAsync(HarborTask task, HarborStep step, CancellationToken cancellationToken)
    {
        using var tests = FolderOverlay.Of(task.TestsFolder, step.TestsFolder);
        return new HarborStepParts(
            await ObjectAsync(tests.Path, cancellationToken),
            step.HasSolution ? await ObjectAsync(step.SolutionFolder, cancellationToken) : null,
            Directory.Exists(step.WorkdirFolder) ? await ObjectAsync(step.WorkdirFolder, cancellationToken) : null);
    }

    private async Task<ContainerizedService> ServiceAsync(HarborTask task, HarborService service, CancellationToken cancellationToken) => new()
    {
        Name = service.Name,
        Image = service.Image ?? "",
        BlueprintId = service.Dockerfile is not { } dockerfile ? null : await BlueprintAsync(
            task, $"{BlueprintName(task.Name)}-{service.Name.ToLowerInvariant()}", service.Context!, dockerfile, task.BuildTimeoutSec, service.BuildArgs, [], cancellationToken),
        Env = service.Env.Count > 0 ? service.Env : null,
        Options = service.Options.Length > 0 ? service.Options : null,
        Command = service.Command,
        After = service.After.Count > 0 ? service.After : null,
    };

    private async Task<string> BlueprintAsync(
        HarborTask task, string name, string folder, string dockerfile, double timeoutSec, IReadOnlyDictionary<string, string>? arguments,
        List<ContainerizedService> services, CancellationToken cancellationToken)
    {
        var hash = await FolderArchive.HashAsync(folder, cancellationToken);
        if (services.Count > 0 || arguments is not null || dockerfile != HarborEnvironmentReader.FindDockerfile(Path.GetDirectoryName(folder)!, Path.GetFileName(folder)))
            hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { hash, dockerfile, arguments, services })));
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
                    ObjectId = await ObjectAsync(folder, cancellationToken),
                },
                BuildTimeoutSec = timeoutSec,
                BuildArgs = arguments is { Count: > 0 } ? arguments : null,
                Services = services.Count > 0 ? services : null,
                Metadata = new Dictionary<string, string>
                {
                    [HarborScenario.TaskKey] = task.Name,
                    [HarborScenario.HashKey] = hash,
                },
            },
            cancellationToken);
        return created.Id;
    }

    private Task<string> ObjectAsync(string folder, CancellationToken cancellationToken) =>
        _objects.BringAsync(content => FolderArchive.PackAsync(folder, content, cancellationToken), cancellationToken);

    private static string BlueprintName(string task) =>
        "harbor-" + string.Concat(task.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? char.ToLowerInvariant(c) : '-'));
}
