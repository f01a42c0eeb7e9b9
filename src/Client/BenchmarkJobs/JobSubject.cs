using BenchCluster.BenchmarkJobs;
using BenchCluster.Benchmarks;
using BenchCluster.Resources;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.BenchmarkJobs;

/// <summary>What a job is about: a benchmark, or one scenario.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Benchmark">The benchmark; null for a scenario alone.</param>
/// <param name="Scenarios">The scenarios, in the benchmark's order.</param>
internal sealed record JobSubject(string Name, BenchmarkView? Benchmark, IReadOnlyList<ScenarioView> Scenarios)
{
    /// <summary>Finds a benchmark by its name or id, or a scenario by its id; null when there is neither.</summary>
    public static async Task<JobSubject?> FindAsync(BenchClient client, string name, CancellationToken cancellationToken)
    {
        if (ResourceId.IsId(ResourceKind.Scenario, name))
        {
            var scenario = await client.Scenarios.GetAsync(name, cancellationToken);
            return new JobSubject(scenario.Name, null, [scenario]);
        }

        return await client.Benchmarks.FindAsync(name, cancellationToken) is { } benchmark
            ? await OfAsync(client, benchmark, cancellationToken)
            : null;
    }

    /// <summary>A benchmark with its scenarios, those too that were archived since.</summary>
    public static async Task<JobSubject> OfAsync(BenchClient client, BenchmarkView benchmark, CancellationToken cancellationToken)
    {
        var scenarios = new Dictionary<string, ScenarioView>();
        await foreach (var scenario in client.Scenarios.ListAsync(benchmarkId: benchmark.Id, cancellationToken: cancellationToken))
            scenarios[scenario.Id] = scenario;
        foreach (var id in benchmark.ScenarioIds.Where(id => !scenarios.ContainsKey(id)))
            scenarios[id] = await client.Scenarios.GetAsync(id, cancellationToken);
        return new JobSubject(benchmark.Name, benchmark, [.. benchmark.ScenarioIds.Select(id => scenarios[id])]);
    }

    /// <summary>A job of it.</summary>
    public BenchmarkJobSpec Spec(IReadOnlyList<JobAgentConfig> agents, int concurrency)
    {
        var orchestrator = new OrchestratorConfig { NConcurrentTrials = concurrency };
        return Benchmark is { } benchmark
            ? new BenchmarkDefinitionJobSpec { BenchmarkId = benchmark.Id, AgentConfigs = agents, OrchestratorConfig = orchestrator }
            : new ScenarioDefinitionJobSpec { ScenarioIds = [.. Scenarios.Select(scenario => scenario.Id)], AgentConfigs = agents, OrchestratorConfig = orchestrator };
    }
}
