using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Scenarios;

namespace BenchCluster.Http.BenchmarkJobs;

/// <summary>Checks a job that was asked for, and looks up all that it names.</summary>
internal sealed class JobPlanner(IGrainFactory grains, JobAgents agents, HarborJobPlanner harbor)
{
    private const int MostAgents = 100;
    private const int MostScenarios = 100_000;
    private const int MostConcurrent = 10_000;
    private const int MostRetries = 100;
    private const double LargestFactor = 100;

    /// <summary>The plan.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>: the message names the field and the rule.</exception>
    public async Task<BenchmarkJobPlan> PlanAsync(BenchmarkJobCreateRequest request, CancellationToken cancellationToken)
    {
        if (request.Name is not null)
            FieldRules.Name("name", request.Name);
        var plan = request.Spec switch
        {
            HarborJobSpec spec => await harbor.PlanAsync(spec, cancellationToken),
            BenchmarkDefinitionJobSpec spec => await BenchmarkAsync(spec, cancellationToken),
            ScenarioDefinitionJobSpec spec => await ScenariosAsync(spec, cancellationToken),
            _ => throw BenchException.Invalid("spec", "is required."),
        };
        return request.Name is null ? plan : plan with { Name = request.Name };
    }

    private async Task<BenchmarkJobPlan> BenchmarkAsync(BenchmarkDefinitionJobSpec spec, CancellationToken cancellationToken)
    {
        var benchmark = await FindAsync("spec.benchmark_id", () =>
            grains.GetGrain<IBenchmarkGrain>(ResourceId.Require(ResourceKind.Benchmark, spec.BenchmarkId)).Get());
        FieldRules.Require(benchmark.ScenarioIds.Count > 0, "spec.benchmark_id", $"the benchmark '{benchmark.Name}' has no scenarios, so there is nothing to run.");
        return await PlanAsync(
            spec, benchmark.Name, new BenchmarkJobSource { BenchmarkId = benchmark.Id, BenchmarkName = benchmark.Name },
            benchmark.ScenarioIds, benchmark.Id, cancellationToken);
    }

    private async Task<BenchmarkJobPlan> ScenariosAsync(ScenarioDefinitionJobSpec spec, CancellationToken cancellationToken)
    {
        var ids = spec.ScenarioIds.Distinct().ToList();
        FieldRules.Require(ids.Count is > 0 and <= MostScenarios, "spec.scenario_ids", $"must have 1 to {MostScenarios} entries.");
        for (var i = 0; i < ids.Count; i++)
        {
            var id = ids[i];
            var scenario = await FindAsync($"spec.scenario_ids[{i}]", () =>
                grains.GetGrain<IScenarioGrain>(ResourceId.Require(ResourceKind.Scenario, id)).Get());
            FieldRules.Require(scenario.Status is DefinitionStatus.Active, $"spec.scenario_ids[{i}]", $"the scenario '{id}' is archived and cannot be run.");
        }

        return await PlanAsync(spec, "scenarios", new ScenariosJobSource { ScenarioIds = ids }, ids, null, cancellationToken);
    }

    private async Task<BenchmarkJobPlan> PlanAsync(
        DefinedJobSpec spec, string subject, JobSource source, IReadOnlyList<string> scenarioIds, string? benchmarkId, CancellationToken cancellationToken)
    {
        FieldRules.Require(spec.AgentConfigs.Count is > 0 and <= MostAgents, "spec.agent_configs", $"must have 1 to {MostAgents} entries.");
        var orchestrator = spec.OrchestratorConfig ?? new OrchestratorConfig();
        Check(orchestrator);
        var resolved = new List<Resources.AgentSpec>();
        for (var i = 0; i < spec.AgentConfigs.Count; i++)
            resolved.Add(await agents.ResolveAsync($"spec.agent_configs[{i}]", (JobAgentConfig)spec.AgentConfigs[i], cancellationToken));
        return new BenchmarkJobPlan
        {
            Subject = subject,
            Source = source,
            Spec = new JobSpec { AgentConfigs = spec.AgentConfigs, ScenarioIds = scenarioIds, OrchestratorConfig = spec.OrchestratorConfig },
            BenchmarkId = benchmarkId,
            Agents = resolved,
            Concurrency = orchestrator.NConcurrentTrials ?? 1,
            Policy = new RunPolicy { Retries = orchestrator.NAttempts ?? 0, RetryTimeoutFactor = orchestrator.TimeoutMultiplier ?? 1 },
        };
    }

    /// <summary>The rules of an orchestrator, also of one that a job file describes.</summary>
    public static void Check(OrchestratorConfig orchestrator, string field = "spec.orchestrator_config.")
    {
        FieldRules.Require(orchestrator.NConcurrentTrials is null or (>= 1 and <= MostConcurrent), $"{field}n_concurrent_trials", $"must be from 1 to {MostConcurrent}.");
        FieldRules.Require(orchestrator.NAttempts is null or (>= 0 and <= MostRetries), $"{field}n_attempts", $"must be from 0 to {MostRetries}.");
        FieldRules.Require(
            orchestrator.TimeoutMultiplier is null || (orchestrator.TimeoutMultiplier > 0 && orchestrator.TimeoutMultiplier <= LargestFactor),
            $"{field}timeout_multiplier", $"must be above 0 and at most {LargestFactor}.");
    }

    private static async Task<T> FindAsync<T>(string field, Func<Task<T>> find)
    {
        try
        {
            return await find();
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            throw BenchException.Invalid(field, e.Message);
        }
    }
}
