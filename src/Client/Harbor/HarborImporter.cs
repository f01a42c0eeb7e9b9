using System.Net;
using BenchCluster.Blueprints;
using BenchCluster.Client.Uploads;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>
/// Makes a benchmark of a dataset. What has not changed since the last import is left as it is; so an import that was
/// interrupted, or is repeated, goes on where it can.
/// </summary>
internal sealed class HarborImporter(BenchClient client)
{
    private const int AtOnce = 4;

    /// <summary>Imports tasks into the benchmark of that name.</summary>
    /// <param name="complete">Whether the folders are all of the benchmark, so that other imported tasks are taken out.</param>
    /// <param name="done">Told of each task as soon as it is dealt with; from several threads.</param>
    public async Task<HarborImportResult> ImportAsync(
        string name, IReadOnlyList<HarborFolder> folders, bool complete, Action<HarborImported> done, CancellationToken cancellationToken)
    {
        var benchmark = await client.Benchmarks.FindAsync(name, cancellationToken);
        var members = new BenchmarkMembers(client, HarborScenario.TaskKey);
        var old = await members.ListAsync(benchmark, cancellationToken);
        var tasks = new HarborImported[folders.Count];
        var uploads = new HarborUploads(client);
        await Parallel.ForAsync(
            0, folders.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, cancellation) =>
            {
                tasks[index] = await ImportAsync(folders[index], old, uploads, cancellation);
                done(tasks[index]);
            });

        var imported = tasks.Where(task => task.ScenarioId is not null).Select(task => (task.Folder.Task!.Name, task.ScenarioId!)).ToList();
        if (imported.Count == 0)
            return new HarborImportResult(benchmark, tasks, 0);
        var (saved, removed) = await members.SaveAsync(benchmark, name, old, imported, complete, cancellationToken);
        return new HarborImportResult(saved, tasks, removed);
    }

    private async Task<HarborImported> ImportAsync(
        HarborFolder folder, IReadOnlyList<ScenarioView> old, HarborUploads uploads, CancellationToken cancellationToken)
    {
        if (folder.Task is not { } task)
            return new HarborImported(folder, HarborOutcome.Refused, null, null);
        var before = old.FirstOrDefault(scenario => scenario.Metadata[HarborScenario.TaskKey] == task.Name);
        if (before is not null && before.Metadata.TryGetValue(HarborScenario.HashKey, out var hash) && hash == task.ContentHash
            && await CanRunAsync(before, cancellationToken))
            return new HarborImported(folder, HarborOutcome.Kept, before.Id, before.Environment?.BlueprintId);
        try
        {
            var parts = await uploads.BringAsync(task, cancellationToken);
            var scenario = await client.Scenarios.CreateAsync(HarborScenario.Of(task, parts), cancellationToken);
            var outcome = before is null ? HarborOutcome.Created : HarborOutcome.Replaced;
            return new HarborImported(folder, outcome, scenario.Id, parts.BlueprintId);
        }
        catch (BenchApiException error) when (error.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
            or HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.RequestEntityTooLarge)
        {
            // The server will not have this one; the others may still be imported.
            folder.Problems.Refuse(HarborTaskReader.ConfigFile, null, $"the server refused it: {error.Message}");
            return new HarborImported(folder, HarborOutcome.Refused, null, null);
        }
    }

    /// <summary>A scenario whose image could not be built is made anew: the cause may have been a mirror that was away.</summary>
    private async Task<bool> CanRunAsync(ScenarioView scenario, CancellationToken cancellationToken)
    {
        if (scenario.Environment?.BlueprintId is not { } blueprint)
            return true;
        try
        {
            return (await client.Blueprints.GetAsync(blueprint, cancellationToken)).Status != BlueprintStatus.Failed;
        }
        catch (BenchApiException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return false; // Somebody deleted it.
        }
    }
}
