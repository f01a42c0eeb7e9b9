using System.Text.Json;
using BenchCluster.Agents;
using BenchCluster.BenchmarkJobs;
using BenchCluster.Http.ScenarioRuns;
using BenchCluster.Index;

namespace BenchCluster.Http.BenchmarkJobs;

/// <summary>Turns a job's agents into what runs take.</summary>
internal sealed class JobAgents(IResourceIndex index, RunAgents runAgents)
{
    /// <summary>The key of an agent's settings that says what it is started with.</summary>
    public const string CommandKey = "command";

    /// <summary>The agent.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>: there is no such agent, or a setting is wrong.</exception>
    public async Task<AgentSpec> ResolveAsync(string field, JobAgentConfig config, CancellationToken cancellationToken)
    {
        FieldRules.Name($"{field}.name", config.Name);
        var kwargs = config.Kwargs ?? new Dictionary<string, string>();
        var command = kwargs.GetValueOrDefault(CommandKey);
        var spec = new AgentSpec
        {
            Type = AgentKind.Command,
            Name = config.Name,
            Command = command,
            TimeoutSeconds = config.TimeoutSeconds,
            ModelName = config.ModelName,
            Kwargs = kwargs.Count > 0 ? kwargs : null,
            EnvironmentVariables = config.AgentEnvironment?.EnvironmentVariables,
            Secrets = config.AgentEnvironment?.Secrets,
        };
        spec = await KindAsync(field, config, spec, cancellationToken);
        await runAgents.CheckAsync(field, spec, cancellationToken);
        return spec;
    }

    private async Task<AgentSpec> KindAsync(string field, JobAgentConfig config, AgentSpec spec, CancellationToken cancellationToken)
    {
        if (config.AgentId is null)
        {
            if (config.Name is "oracle" or "nop")
            {
                FieldRules.Require(spec.Command is null, $"{field}.kwargs.{CommandKey}", $"is not for the agent '{config.Name}'.");
                return spec with { Type = config.Name is "oracle" ? AgentKind.Oracle : AgentKind.Nop };
            }

            if (AgentRecipeNames.All.Contains(config.Name) && spec.Command is null)
                return spec with { Type = AgentKind.Installed };
        }

        var registered = await FindAsync(config, cancellationToken);
        if (registered is null && spec.Command is not null && config.AgentId is null)
            return spec;
        if (registered is null)
        {
            throw config.AgentId is { } id
                ? BenchException.Invalid($"{field}.agent_id", $"there is no agent '{id}'.")
                : BenchException.Invalid(
                    $"{field}.name",
                    $"there is no agent '{config.Name}': expected oracle, nop, {string.Join(", ", AgentRecipeNames.All)}, a registered agent, or any name with kwargs.{CommandKey}.");
        }

        FieldRules.Require(
            spec.Command is not null, $"{field}.kwargs.{CommandKey}",
            $"is required: it says what the registered agent '{registered.Name}' is started with. The problem statement is on its standard input.");
        return spec with { AgentId = registered.Id };
    }

    private async Task<AgentView?> FindAsync(JobAgentConfig config, CancellationToken cancellationToken)
    {
        var query = new ResourceQuery { Kind = ResourceKind.Agent.Prefix, Limit = 1, CountAll = false };
        query = config.AgentId is { } id ? query with { Ids = [id] } : query with { Name = config.Name };
        var page = await index.ListAsync(query, cancellationToken);
        return page.Views.Count > 0 ? JsonSerializer.Deserialize<AgentView>(page.Views[0], WireJson.Options) : null;
    }
}
