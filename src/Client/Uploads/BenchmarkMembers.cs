using BenchCluster.Benchmarks;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Uploads;

/// <summary>The scenarios of a benchmark that an import makes and replaces, among others that it leaves alone.</summary>
/// <param name="originKey">Metadata of scenarios that an import made: what they were made of.</param>
internal sealed class BenchmarkMembers(BenchClient client, string originKey)
{
    /// <summary>The benchmark's scenarios that an import made.</summary>
    public async Task<IReadOnlyList<ScenarioView>> ListAsync(BenchmarkView? benchmark, CancellationToken cancellationToken)
    {
        var scenarios = new List<ScenarioView>();
        if (benchmark is null)
            return scenarios;
        await foreach (var scenario in client.Scenarios.ListAsync(benchmarkId: benchmark.Id, cancellationToken: cancellationToken))
        {
            if (scenario.Metadata.ContainsKey(originKey) && benchmark.ScenarioIds.Contains(scenario.Id))
                scenarios.Add(scenario);
        }

        return scenarios;
    }

    /// <summary>Makes the benchmark have what was imported, and archives what that replaces or leaves out.</summary>
    /// <param name="old">Scenarios that earlier imports made.</param>
    /// <param name="imported">Scenarios by what they were made of, in order.</param>
    /// <param name="complete">Whether these are all, so that other imported scenarios are taken out.</param>
    public async Task<(BenchmarkView Benchmark, int Removed)> SaveAsync(
        BenchmarkView? benchmark, string name, IReadOnlyList<ScenarioView> old, IReadOnlyList<(string Origin, string ScenarioId)> imported,
        bool complete, CancellationToken cancellationToken)
    {
        var now = imported.ToDictionary(scenario => scenario.Origin, scenario => scenario.ScenarioId);
        HashSet<string> removed = [.. old
            .Where(scenario => now.TryGetValue(scenario.Metadata[originKey], out var id) ? id != scenario.Id : complete)
            .Select(scenario => scenario.Id)];
        var scenarios = Arrange(benchmark?.ScenarioIds ?? [], [.. imported.Select(scenario => scenario.ScenarioId)], removed, complete);
        benchmark = await SaveAsync(benchmark, name, scenarios, cancellationToken);
        foreach (var scenario in removed)
            await client.Scenarios.ArchiveAsync(scenario, cancellationToken);
        return (benchmark, removed.Count);
    }

    /// <summary>The dataset's order, and after it what the benchmark has besides.</summary>
    private static List<string> Arrange(IReadOnlyList<string> before, List<string> imported, HashSet<string> removed, bool complete)
    {
        var others = before.Where(id => !removed.Contains(id) && !imported.Contains(id));
        return complete ? [.. imported, .. others] : [.. others, .. imported];
    }

    private async Task<BenchmarkView> SaveAsync(
        BenchmarkView? benchmark, string name, IReadOnlyList<string> scenarios, CancellationToken cancellationToken)
    {
        if (benchmark is null)
            return await client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = name, ScenarioIds = scenarios }, cancellationToken);
        return benchmark.ScenarioIds.SequenceEqual(scenarios)
            ? benchmark
            : await client.Benchmarks.UpdateAsync(benchmark.Id, new BenchmarkUpdateRequest { ScenarioIds = scenarios }, cancellationToken);
    }
}
