using BenchCluster.Benchmarks;

namespace BenchCluster.Client.SweBench;

/// <summary>What an import did; also what <c>--json</c> prints.</summary>
/// <param name="Benchmark">The benchmark; null where no row could be imported.</param>
/// <param name="Removed">Scenarios taken out, since their instance is gone or was replaced.</param>
internal sealed record SweBenchImportResult(BenchmarkView? Benchmark, int Removed, IReadOnlyList<SweBenchImported> Instances)
{
    public int Count(SweBenchOutcome outcome) => Instances.Count(instance => instance.Outcome == outcome);
}
