using BenchCluster.BenchmarkRuns;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>A benchmark run with its scenario runs, in the benchmark's order; also what <c>--json</c> prints of it.</summary>
internal sealed record RunReport(BenchmarkRunView BenchmarkRun, IReadOnlyList<ScenarioRunView> ScenarioRuns)
{
    /// <summary>Asks for all scenario runs of a run.</summary>
    public static async Task<RunReport> FetchAsync(BenchClient client, BenchmarkRunView run, CancellationToken cancellationToken)
    {
        var scenarioRuns = new List<ScenarioRunView>();
        await foreach (var scenarioRun in client.BenchmarkRuns.ListScenarioRunsAsync(run.Id, cancellationToken: cancellationToken))
            scenarioRuns.Add(scenarioRun);
        // Their ids are numbered in the benchmark's order; the list is newest first.
        return new RunReport(run, [.. scenarioRuns.OrderBy(scenarioRun => scenarioRun.Id, StringComparer.Ordinal)]);
    }
}
