using System.Text.RegularExpressions;
using BenchCluster.Blueprints;
using BenchCluster.Http.Devboxes;
using BenchCluster.Index;
using BenchCluster.NetworkPolicies;
using BenchCluster.Objects;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Scoring.Judging;
using BenchCluster.Snapshots;

namespace BenchCluster.Http.Scenarios;

/// <summary>The rules of scenarios: what one names must exist, and its scoring contract must add up.</summary>
internal sealed partial class ScenarioRules(IGrainFactory grains, IResourceIndex index, JudgeOptions judges)
{
    private const double WeightTolerance = 0.001;
    private const int MostFunctions = 1000;
    private static readonly string[] ValidationTypes = [.. Enum.GetValues<ValidationType>().Select(WireJson.NameOf)];
    private const double LongestScoring = 24 * 3600;

    /// <summary>Fails with the first rule of creating that is broken.</summary>
    public async Task CheckAsync(ScenarioCreateRequest request, CancellationToken cancellationToken)
    {
        FieldRules.Name("name", request.Name);
        FieldRules.Require(!string.IsNullOrWhiteSpace(request.InputContext.ProblemStatement), "input_context.problem_statement", "must not be blank.");
        Common(request.Metadata, request.RequiredEnvironmentVariables, request.RequiredSecretNames, request.ScorerTimeoutSec);
        await ContractAsync(request.ScoringContract.ScoringFunctionParameters, cancellationToken);
        await EnvironmentAsync(request.EnvironmentParameters);
        McpServers("agent.mcp_servers", request.Agent?.McpServers ?? []);
        await ScoringEnvironmentAsync("scoring_environment", request.ScoringEnvironment);
        if (request.Steps is { Count: > 0 } steps)
        {
            FieldRules.Require(request.ScoringEnvironment is null, "scoring_environment", "is not for scenarios of several steps.");
            await StepsAsync(steps, request.ScoringContract.ScoringFunctionParameters);
        }

        FieldRules.Seconds("agent.timeout_sec", request.Agent?.TimeoutSec, 1, 7 * 24 * 3600);
        if (request.ReferenceSolution is { } solution)
        {
            await RequireObjectAsync("reference_solution.object_id", solution.ObjectId);
            FieldRules.EnvironmentVariables("reference_solution.env", solution.Env);
        }
    }

    /// <summary>Fails with the first rule of updating that is broken.</summary>
    public async Task CheckAsync(ScenarioUpdateRequest request, CancellationToken cancellationToken)
    {
        if (request.Name is not null)
            FieldRules.Name("name", request.Name);
        Common(request.Metadata, request.RequiredEnvironmentVariables, request.RequiredSecretNames, request.ScorerTimeoutSec);
        FieldRules.Require(
            request.InputContext?.ProblemStatement is not { } statement || !string.IsNullOrWhiteSpace(statement), "input_context.problem_statement", "must not be blank.");
        if (request.ValidationType is { Length: > 0 } type && !ValidationTypes.Contains(type))
            throw new BenchException(BenchError.BadRequest, $"validation_type: '{type}' is not one of {string.Join(", ", ValidationTypes)}.");
        if (request.ScoringContract?.ScoringFunctionParameters is { } functions)
            await ContractAsync(functions, cancellationToken);
        await EnvironmentAsync(request.EnvironmentParameters);
    }

    /// <summary>The rules of where a scenario runs.</summary>
    public async Task EnvironmentAsync(ScenarioEnvironment? environment)
    {
        const string field = "environment_parameters";
        if (environment is null)
            return;
        var origins = new[] { environment.BlueprintId, environment.SnapshotId, environment.Image }.Count(origin => origin is not null);
        FieldRules.Require(origins <= 1, $"{field}.blueprint_id", "only one of blueprint_id, snapshot_id and image may be given.");
        if (environment.SnapshotId is { } snapshotId)
            await RequireAsync($"{field}.snapshot_id", async () => await grains.GetGrain<ISnapshotGrain>(ResourceId.Require(ResourceKind.Snapshot, snapshotId)).Get());
        if (environment.BlueprintId is { } blueprintId)
            await RequireAsync($"{field}.blueprint_id", async () => await grains.GetGrain<IBlueprintGrain>(ResourceId.Require(ResourceKind.Blueprint, blueprintId)).Get());
        if (environment.Image is { } image)
            DevboxRules.Image($"{field}.image", image);
        if (environment.WorkingDirectory is { } directory)
            FieldRules.AbsolutePath($"{field}.working_directory", directory);
        FieldRules.EnvironmentVariables($"{field}.environment_variables", environment.EnvironmentVariables);
        DevboxRules.Launch($"{field}.launch_parameters", environment.LaunchParameters);
        if (environment.LaunchParameters?.NetworkPolicyId is { } policyId)
            await RequireAsync($"{field}.launch_parameters.network_policy_id", async () => await grains.GetGrain<INetworkPolicyGrain>(policyId).Get());
        Healthcheck($"{field}.healthcheck", environment.Healthcheck);
    }

    private async Task ScoringEnvironmentAsync(string field, ScoringEnvironment? environment)
    {
        if (environment is null)
            return;
        FieldRules.Require(environment.BlueprintId is null || environment.Image is null, $"{field}.blueprint_id", "only one of blueprint_id and image may be given.");
        if (environment.BlueprintId is { } blueprintId)
            await RequireAsync($"{field}.blueprint_id", async () => await grains.GetGrain<IBlueprintGrain>(ResourceId.Require(ResourceKind.Blueprint, blueprintId)).Get());
        if (environment.Image is { } image)
            DevboxRules.Image($"{field}.image", image);
        if (environment.WorkingDirectory is { } directory)
            FieldRules.AbsolutePath($"{field}.working_directory", directory);
        FieldRules.EnvironmentVariables($"{field}.environment_variables", environment.EnvironmentVariables);
        for (var i = 0; i < environment.Paths.Count; i++)
            FieldRules.PathBelowRoot($"{field}.paths[{i}]", environment.Paths[i]);
        for (var i = 0; i < environment.Collect.Count; i++)
        {
            FieldRules.Command($"{field}.collect[{i}].command", environment.Collect[i].Command);
            FieldRules.Seconds($"{field}.collect[{i}].timeout_sec", environment.Collect[i].TimeoutSec, 1, LongestScoring);
        }

        Healthcheck($"{field}.healthcheck", environment.Healthcheck);
    }

    private async Task StepsAsync(IReadOnlyList<ScenarioStep> steps, IReadOnlyList<ScoringFunction> functions)
    {
        FieldRules.Require(steps.Count == functions.Count, "steps", $"must be as many as scoring functions, in their order: there are {functions.Count}.");
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, field) = (steps[i], $"steps[{i}]");
            FieldRules.Require(step.Name == functions[i].Name, $"{field}.name", $"must be that of its scoring function: '{functions[i].Name}'.");
            FieldRules.Require(!string.IsNullOrWhiteSpace(step.ProblemStatement), $"{field}.problem_statement", "must not be blank.");
            FieldRules.Require((step.MinRewards?.Values ?? []).All(double.IsFinite), $"{field}.min_rewards", "must be finite numbers.");
            FieldRules.Seconds($"{field}.agent.timeout_sec", step.Agent?.TimeoutSec, 1, 7 * 24 * 3600);
            if (step.WorkdirObjectId is { } files)
                await RequireObjectAsync($"{field}.workdir_object_id", files);
            if (step.ReferenceSolution is { } solution)
            {
                await RequireObjectAsync($"{field}.reference_solution.object_id", solution.ObjectId);
                FieldRules.EnvironmentVariables($"{field}.reference_solution.env", solution.Env);
            }

            Healthcheck($"{field}.healthcheck", step.Healthcheck);
        }
    }

    private static void McpServers(string field, IReadOnlyList<McpServer> servers)
    {
        for (var i = 0; i < servers.Count; i++)
        {
            var server = servers[i];
            FieldRules.Name($"{field}[{i}].name", server.Name);
            FieldRules.Require(server.Transport is "sse" or "streamable-http" or "stdio", $"{field}[{i}].transport", "must be sse, streamable-http or stdio.");
            FieldRules.Require(string.IsNullOrWhiteSpace(server.Command) == server.Transport is not "stdio", $"{field}[{i}].command", "must be given for stdio, and for nothing else.");
            FieldRules.Require(string.IsNullOrWhiteSpace(server.Url) == server.Transport is "stdio", $"{field}[{i}].url", "must be given unless for stdio.");
        }
    }

    private static void Healthcheck(string field, Healthcheck? check)
    {
        if (check is null)
            return;
        FieldRules.Command($"{field}.command", check.Command);
        FieldRules.Seconds($"{field}.interval_sec", check.IntervalSec, 0, 3600);
        FieldRules.Seconds($"{field}.timeout_sec", check.TimeoutSec, 0.1, 3600);
        FieldRules.Seconds($"{field}.start_period_sec", check.StartPeriodSec, 0, 3600);
        FieldRules.Seconds($"{field}.start_interval_sec", check.StartIntervalSec, 0, 3600);
        FieldRules.Require(check.Retries is null or (>= 1 and <= 1000), $"{field}.retries", "must be from 1 to 1000.");
    }

    private static void Common(
        IReadOnlyDictionary<string, string>? metadata, IReadOnlyList<string>? variables, IReadOnlyList<string>? secrets, double? scorerTimeout)
    {
        FieldRules.ScenarioMetadata("metadata", metadata);
        FieldRules.Texts("required_environment_variables", variables);
        FieldRules.Texts("required_secret_names", secrets);
        FieldRules.Seconds("scorer_timeout_sec", scorerTimeout, 1, LongestScoring);
    }

    private async Task ContractAsync(IReadOnlyList<ScoringFunction> functions, CancellationToken cancellationToken)
    {
        const string field = "scoring_contract.scoring_function_parameters";
        FieldRules.Require(functions.Count is > 0 and <= MostFunctions, field, $"must have 1 to {MostFunctions} scoring functions.");
        for (var i = 0; i < functions.Count; i++)
        {
            var (function, name) = (functions[i], $"{field}[{i}]");
            FieldRules.Require(FunctionNameRule().IsMatch(function.Name), $"{name}.name", "must be letters, digits, '_' and '-'.");
            FieldRules.Require(functions.Take(i).All(other => other.Name != function.Name), $"{name}.name", $"'{function.Name}' is taken by another scoring function.");
            FieldRules.Require(double.IsFinite(function.Weight) && function.Weight is >= 0 and <= 1, $"{name}.weight", "must be from 0 to 1.");
            await ScorerAsync($"{name}.scorer", function.Scorer, cancellationToken);
        }

        var sum = functions.Sum(function => function.Weight);
        FieldRules.Require(Math.Abs(sum - 1) <= WeightTolerance, field, $"the weights must sum to 1.0; they sum to {sum:0.####}.");
    }

    private async Task ScorerAsync(string field, ScorerSpec scorer, CancellationToken cancellationToken)
    {
        switch (scorer)
        {
            case CommandScorer s:
                FieldRules.Command($"{field}.command", s.Command);
                break;
            case BashScriptScorer s:
                FieldRules.Require(!string.IsNullOrWhiteSpace(s.BashScript), $"{field}.bash_script", "must not be blank.");
                break;
            case PythonScriptScorer s:
                FieldRules.Require(!string.IsNullOrWhiteSpace(s.PythonScript), $"{field}.python_script", "must not be blank.");
                FieldRules.Require(
                    s.PythonVersionConstraint is null || PythonVersionConstraint.IsValid(s.PythonVersionConstraint),
                    $"{field}.python_version_constraint", "must be a constraint such as '==3.11.*' or '>=3.10,<3.13'.");
                break;
            case TestBasedScorer s:
                FieldRules.Command($"{field}.test_command", s.TestCommand);
                foreach (var file in s.TestFiles ?? [])
                {
                    FieldRules.Path($"{field}.test_files.file_path", file.FilePath);
                    FieldRules.Require(file.FilePath!.Split('/').All(part => part != ".."), $"{field}.test_files.file_path", "must not contain '..'.");
                }

                break;
            case AstGrepScorer s:
                FieldRules.Require(!string.IsNullOrWhiteSpace(s.Pattern), $"{field}.pattern", "must not be blank.");
                FieldRules.Path($"{field}.search_directory", s.SearchDirectory);
                break;
            case CustomScorer s:
                await CustomAsync(field, s, cancellationToken);
                break;
            case HarborScorer s:
                if (s.TestsObjectId is { } tests)
                    await RequireObjectAsync($"{field}.tests_object_id", tests);
                FieldRules.Seconds($"{field}.timeout_seconds", s.TimeoutSeconds, 1, LongestScoring);
                FieldRules.EnvironmentVariables($"{field}.env", s.Env);
                break;
            case SweBenchScorer s:
                SweBenchRules.Check(field, s);
                FieldRules.Seconds($"{field}.timeout_seconds", s.TimeoutSeconds, 1, LongestScoring);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(scorer), scorer, "Unknown scorer.");
        }
    }

    private async Task CustomAsync(string field, CustomScorer scorer, CancellationToken cancellationToken)
    {
        if (scorer.CustomScorerType == LlmJudge.Type)
        {
            _ = JudgeParameters.Read($"{field}.scorer_params", scorer.ScorerParams, judges);
            return;
        }

        var page = await index.ListAsync(
            new ResourceQuery { Kind = ResourceKind.Scorer.Prefix, Name = scorer.CustomScorerType, Limit = 1, CountAll = false }, cancellationToken);
        FieldRules.Require(page.Views.Count > 0, $"{field}.custom_scorer_type", $"no scorer of the type '{scorer.CustomScorerType}' is registered.");
        _ = ScorerNetwork.Of($"{field}.scorer_params", scorer.ScorerParams);
        var secrets = ScorerSecrets.NamesIn(scorer.ScorerParams);
        FieldRules.EnvironmentVariables($"{field}.scorer_params.secrets", secrets);
        foreach (var variable in secrets.Keys)
        {
            FieldRules.Require(
                !variable.StartsWith(ScorerContext.VariableName, StringComparison.Ordinal), $"{field}.scorer_params.secrets.{variable}", "is the name of a variable that scorers have.");
        }
        FieldRules.Require(
            scorer.ScorerParams is not { } parameters || parameters.ToString().TrimStart().StartsWith('{'), $"{field}.scorer_params", "must be a JSON object.");
    }

    /// <summary>Something that must exist; when it does not, the message names the field.</summary>
    private static async Task RequireAsync(string field, Func<Task> get)
    {
        try
        {
            await get();
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            throw new BenchException(BenchError.NotFound, $"{field}: {e.Message}");
        }
    }

    /// <summary>Fails unless there is an object of that id with its bytes.</summary>
    public async Task RequireObjectAsync(string field, string id)
    {
        try
        {
            var view = await grains.GetGrain<IStorageObjectGrain>(ResourceId.Require(ResourceKind.StorageObject, id)).Get();
            FieldRules.Require(view.State is ObjectState.ReadOnly, field, $"the object '{id}' is {WireJson.NameOf(view.State)}; it must be READ_ONLY.");
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            throw BenchException.Invalid(field, $"there is no object '{id}'.");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,256}$")]
    private static partial Regex FunctionNameRule();
}
