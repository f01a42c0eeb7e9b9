using BenchCluster.Benchmarks;

namespace BenchCluster.Client.Harbor;

/// <summary>What an import did.</summary>
/// <param name="Benchmark">The benchmark; null where no task could be imported.</param>
/// <param name="Removed">Scenarios taken out, since their task is gone or was replaced.</param>
internal sealed record HarborImportResult(BenchmarkView? Benchmark, IReadOnlyList<HarborImported> Tasks, int Removed)
{
    public int Count(HarborOutcome outcome) => Tasks.Count(task => task.Outcome == outcome);
}
