using System.Net;
using BenchCluster.Client.Uploads;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Client.SweBench;

/// <summary>Makes a benchmark of a dataset's rows; what has not changed since the last import is left as it is.</summary>
internal sealed class SweBenchImporter(BenchClient client, ScoreIn scoreIn)
{
    private const int AtOnce = 4;

    private readonly SweBenchBlueprints _blueprints = new(client);

    /// <summary>Imports rows into the benchmark of that name.</summary>
    /// <param name="complete">Whether these are all of the benchmark, so that other imported instances are taken out.</param>
    /// <param name="done">Told of each row as soon as it is dealt with; from several threads.</param>
    public async Task<SweBenchImportResult> ImportAsync(
        string name, IReadOnlyList<SweBenchTask> tasks, bool complete, Action<SweBenchImported> done, CancellationToken cancellationToken)
    {
        var benchmark = await client.Benchmarks.FindAsync(name, cancellationToken);
        var members = new BenchmarkMembers(client, SweBenchScenario.InstanceKey);
        var old = await members.ListAsync(benchmark, cancellationToken);
        var byInstance = old.ToLookup(scenario => scenario.Metadata[SweBenchScenario.InstanceKey]);
        var imported = new SweBenchImported[tasks.Count];
        await Parallel.ForAsync(
            0, tasks.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, cancellation) =>
            {
                imported[index] = await ImportAsync(tasks[index], byInstance[tasks[index].Name].FirstOrDefault(), cancellation);
                done(imported[index]);
            });
        var scenarios = imported.Where(row => row.ScenarioId is not null).Select(row => (row.Instance, row.ScenarioId!)).ToList();
        if (scenarios.Count == 0)
            return new SweBenchImportResult(benchmark, 0, imported);
        var (saved, removed) = await members.SaveAsync(benchmark, name, old, scenarios, complete, cancellationToken);
        return new SweBenchImportResult(saved, removed, imported);
    }

    private async Task<SweBenchImported> ImportAsync(SweBenchTask task, ScenarioView? before, CancellationToken cancellationToken)
    {
        if (task is not { Instance: { } instance, Plan: { } plan })
            return new SweBenchImported(task.Name, SweBenchOutcome.Refused, null, null, null, task.Problem);
        try
        {
            var blueprint = plan.DockerFolder is { } folder ? await _blueprints.BringAsync(instance, plan, folder, cancellationToken) : null;
            var request = SweBenchScenario.Of(instance, plan, blueprint, scoreIn);
            if (before is not null && before.Metadata.GetValueOrDefault(SweBenchScenario.HashKey) == request.Metadata![SweBenchScenario.HashKey])
                return new SweBenchImported(task.Name, SweBenchOutcome.Kept, before.Id, blueprint, plan.Image, null);
            var scenario = await client.Scenarios.CreateAsync(request, cancellationToken);
            var outcome = before is null ? SweBenchOutcome.Created : SweBenchOutcome.Replaced;
            return new SweBenchImported(task.Name, outcome, scenario.Id, blueprint, plan.Image, null);
        }
        catch (BenchApiException error) when (error.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
            or HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.RequestEntityTooLarge)
        {
            // The server will not have this one; the others may still be imported.
            return new SweBenchImported(
                task.Name, SweBenchOutcome.Refused, null, null, plan.Image, new InstanceProblem(task.Name, "", $"the server refused it: {error.Message}"));
        }
    }
}
