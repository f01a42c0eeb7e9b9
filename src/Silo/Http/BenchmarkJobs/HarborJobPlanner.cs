using System.IO.Enumeration;
using System.Text.Json;
using System.Text.RegularExpressions;
using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Http.ScenarioRuns;
using BenchCluster.Index;
using BenchCluster.Scenarios;
using BenchCluster.Scoring.Trust;

namespace BenchCluster.Http.BenchmarkJobs;

/// <summary>
/// Plans a job of a Harbor job file. Datasets and tasks are those that were imported: a dataset is the benchmark of its
/// name, a task the scenario of its name. A variable <c>${NAME}</c> of an agent is the secret of that name, for the
/// server knows no variables of the caller's.
/// </summary>
internal sealed partial class HarborJobPlanner(IResourceIndex index, JobAgents agents, RunAgents runAgents)
{
    private const string TaskKey = "harbor.task";

    /// <summary>The plan.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>: the message names the field of the file.</exception>
    public async Task<BenchmarkJobPlan> PlanAsync(HarborJobSpec spec, CancellationToken cancellationToken)
    {
        var file = HarborJobReader.Read(spec.InlineYaml);
        // The contract's field means something else by n_attempts and timeout_multiplier; those are in the policy.
        var orchestrator = new OrchestratorConfig { NConcurrentTrials = file.Concurrency, NAttempts = file.Retries, Quiet = file.IsQuiet };
        JobPlanner.Check(orchestrator with { TimeoutMultiplier = file.TimeoutFactor }, "spec.inline_yaml: ");
        JobPlanner.Check(orchestrator with { TimeoutMultiplier = file.VerifierTimeoutFactor }, "spec.inline_yaml: verifier_");
        var configs = new List<RunAgentConfig>();
        var resolved = new List<AgentSpec>();
        for (var i = 0; i < file.Agents.Count; i++)
        {
            var config = await WithSecretsAsync(file.Agents[i], $"spec.inline_yaml: agents[{i}]", cancellationToken);
            configs.Add(config);
            resolved.Add(await agents.ResolveAsync($"spec.inline_yaml: agents[{i}]", config, cancellationToken));
        }

        var benchmarks = new List<BenchmarkView>();
        var scenarioIds = new List<string>();
        foreach (var dataset in file.Datasets)
            scenarioIds.AddRange(await DatasetAsync(dataset, benchmarks, cancellationToken));
        for (var i = 0; i < file.Tasks.Count; i++)
            scenarioIds.Add(await TaskAsync(file.Tasks[i], $"spec.inline_yaml: tasks[{i}]", cancellationToken));
        var isOneBenchmark = benchmarks.Count == 1 && file.Tasks.Count == 0;
        return new BenchmarkJobPlan
        {
            Name = file.Name,
            Subject = benchmarks.Count == 1 ? benchmarks[0].Name : "harbor",
            Source = new HarborJobSource { InlineYaml = spec.InlineYaml },
            Spec = new JobSpec { AgentConfigs = configs, ScenarioIds = [.. scenarioIds.Distinct()], OrchestratorConfig = orchestrator },
            BenchmarkId = isOneBenchmark ? benchmarks[0].Id : null,
            Agents = resolved,
            Concurrency = file.Concurrency,
            Trials = file.Trials,
            Policy = new RunPolicy { Retries = file.Retries, TimeoutFactor = file.TimeoutFactor, ScoringTimeoutFactor = file.VerifierTimeoutFactor },
            Metadata = file.ScoreIn is { } place ? new Dictionary<string, string> { [ScoringPlace.InKey] = WireJson.NameOf(place) } : null,
            Notes = file.Notes,
        };
    }

    private async Task<IReadOnlyList<string>> DatasetAsync(HarborJobDataset dataset, List<BenchmarkView> benchmarks, CancellationToken cancellationToken)
    {
        BenchmarkView? benchmark = null;
        foreach (var name in dataset.Names)
            benchmark ??= await ListAsync<BenchmarkView>(ResourceKind.Benchmark, query => query with { Name = name, Limit = 1 }, cancellationToken) is [var found] ? found : null;
        if (benchmark is null)
        {
            throw BenchException.Invalid(
                $"spec.inline_yaml: {dataset.Field}",
                $"there is no benchmark named '{dataset.Names[0]}' on the cluster; 'bench import harbor DIR --name {dataset.Names[0]}' makes one.");
        }

        benchmarks.Add(benchmark);
        var scenarios = await ListAsync<ScenarioView>(ResourceKind.Scenario, query => query with { Ids = [.. benchmark.ScenarioIds] }, cancellationToken);
        var byId = scenarios.ToDictionary(scenario => scenario.Id);
        var chosen = benchmark.ScenarioIds.Where(byId.ContainsKey).Where(id => IsChosen(byId[id], dataset)).Take(dataset.Most ?? int.MaxValue).ToList();
        return chosen.Count > 0
            ? chosen
            : throw BenchException.Invalid($"spec.inline_yaml: {dataset.Field}", $"no task of the benchmark '{benchmark.Name}' is chosen.");
    }

    private static bool IsChosen(ScenarioView scenario, HarborJobDataset dataset) =>
        (dataset.Include.Count == 0 || dataset.Include.Any(pattern => Matches(scenario, pattern)))
        && !dataset.Exclude.Any(pattern => Matches(scenario, pattern));

    /// <summary>A pattern is of the whole name, or of what follows the organisation.</summary>
    private static bool Matches(ScenarioView scenario, string pattern) =>
        FileSystemName.MatchesSimpleExpression(pattern, scenario.Name, ignoreCase: false)
        || FileSystemName.MatchesSimpleExpression(pattern, scenario.Name.Split('/')[^1], ignoreCase: false);

    private async Task<string> TaskAsync(string name, string field, CancellationToken cancellationToken)
    {
        var candidates = await ListAsync<ScenarioView>(ResourceKind.Scenario, query => query with { NameContains = name }, cancellationToken);
        // The newest first; one that an importer made before one that merely has the name.
        var found = candidates.Where(scenario => scenario.Name == name || scenario.Name.EndsWith($"/{name}", StringComparison.Ordinal))
            .OrderByDescending(scenario => scenario.Metadata.ContainsKey(TaskKey)).FirstOrDefault();
        return found?.Id ?? throw BenchException.Invalid(field, $"there is no scenario named '{name}' on the cluster; 'bench import harbor DIR' makes one.");
    }

    /// <summary>Variables <c>${NAME}</c> as secrets; those with a default have it where there is no such secret.</summary>
    private async Task<JobAgentConfig> WithSecretsAsync(JobAgentConfig config, string field, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>();
        var secrets = new Dictionary<string, string>();
        foreach (var (variable, value) in config.AgentEnvironment?.EnvironmentVariables ?? new Dictionary<string, string>())
        {
            var match = Reference().Match(value);
            if (!match.Success)
                variables[variable] = value;
            else if (await runAgents.HasSecretAsync(match.Groups["name"].Value, cancellationToken))
                secrets[variable] = match.Groups["name"].Value;
            else if (match.Groups["default"].Success)
                variables[variable] = match.Groups["default"].Value;
            else
                throw BenchException.Invalid($"{field}.env.{variable}", $"there is no secret '{match.Groups["name"].Value}' on the cluster, and {value} has no default.");
        }

        return config with
        {
            AgentEnvironment = variables.Count + secrets.Count == 0
                ? null
                : new JobAgentEnvironment
                {
                    EnvironmentVariables = variables.Count > 0 ? variables : null,
                    Secrets = secrets.Count > 0 ? secrets : null,
                },
        };
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(ResourceKind kind, Func<ResourceQuery, ResourceQuery> filter, CancellationToken cancellationToken)
    {
        var page = await index.ListAsync(filter(new ResourceQuery { Kind = kind.Prefix, Limit = 5000, CountAll = false }), cancellationToken);
        return [.. page.Views.Select(view => JsonSerializer.Deserialize<T>(view, WireJson.Options)!)];
    }

    [GeneratedRegex(@"^\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<default>[^}]*))?\}$")]
    private static partial Regex Reference();
}
