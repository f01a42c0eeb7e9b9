using System.Text.Json;
using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Index;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;

namespace BenchCluster.Http.BenchmarkJobs;

/// <summary>Adds to a job what its benchmark runs and their scenario runs know: a job keeps no record of each.</summary>
internal sealed class JobOutcomes(IResourceIndex index, IGrainFactory grains, TimeProvider clock)
{
    private const int PageSize = 5000;

    /// <summary>The job with the outcomes of all scenarios of the runs that have ended, and how far the others are.</summary>
    public async Task<BenchmarkJobView> CompleteAsync(BenchmarkJobView job, CancellationToken cancellationToken)
    {
        var ended = job.BenchmarkOutcomes is { } outcomes
            ? await Task.WhenAll(outcomes.Select(outcome => CompleteAsync(outcome, cancellationToken)))
            : null;
        var open = job.InProgressRuns is { } runs ? await Task.WhenAll(runs.Select(CompleteAsync)) : null;
        return job with { BenchmarkOutcomes = ended, InProgressRuns = open };
    }

    private async Task<InProgressRun> CompleteAsync(InProgressRun run)
    {
        var view = await grains.GetGrain<IBenchmarkRunGrain>(run.BenchmarkRunId).Get();
        return run with
        {
            State = view.State,
            Progress = view.Progress,
            DurationMs = view.DurationMs ?? clock.GetUtcNow().ToUnixTimeMilliseconds() - view.StartTimeMs,
        };
    }

    private async Task<BenchmarkOutcome> CompleteAsync(BenchmarkOutcome outcome, CancellationToken cancellationToken)
    {
        var scenarios = new List<ScenarioOutcome>();
        await foreach (var run in ScenarioRunsAsync(outcome.BenchmarkRunId, cancellationToken))
            scenarios.Add(ScenarioOutcomes.Of(run));
        // Their ids are numbered in the job's order.
        scenarios.Sort((a, b) => string.CompareOrdinal(a.ScenarioRunId, b.ScenarioRunId));
        var view = await grains.GetGrain<IBenchmarkRunGrain>(outcome.BenchmarkRunId).Get();
        foreach (var problem in view.Problems ?? [])
            scenarios.Add(await RefusedAsync(problem));
        return ScenarioOutcomes.Count(outcome, scenarios);
    }

    private async IAsyncEnumerable<ScenarioRunView> ScenarioRunsAsync(
        string benchmarkRunId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        for (var more = true; more;)
        {
            var page = await index.ListAsync(
                new ResourceQuery
                {
                    Kind = ResourceKind.ScenarioRun.Prefix,
                    Limit = PageSize,
                    StartingAfter = last,
                    Fields = new Dictionary<string, string> { ["benchmark_run_id"] = benchmarkRunId },
                    CountAll = false,
                },
                cancellationToken);
            foreach (var text in page.Views)
            {
                var run = JsonSerializer.Deserialize<ScenarioRunView>(text, WireJson.Options)!;
                last = run.Id;
                yield return run;
            }

            more = page.HasMore;
        }
    }

    /// <summary>A scenario of which no run came to be; the benchmark run says <c>ID: reason</c>.</summary>
    private async Task<ScenarioOutcome> RefusedAsync(string problem)
    {
        var colon = problem.IndexOf(": ", StringComparison.Ordinal);
        var id = colon < 0 ? "" : problem[..colon];
        return ScenarioOutcomes.Refused(id, await NameAsync(id), colon < 0 ? problem : problem[(colon + 2)..]);
    }

    private async Task<string> NameAsync(string id)
    {
        try
        {
            return (await grains.GetGrain<IScenarioGrain>(ResourceId.Require(ResourceKind.Scenario, id)).Get()).Name;
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            return id;
        }
    }
}
