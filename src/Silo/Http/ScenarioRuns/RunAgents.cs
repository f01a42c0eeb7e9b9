using BenchCluster.Agents;
using BenchCluster.Index;

namespace BenchCluster.Http.ScenarioRuns;

/// <summary>The rules of an orchestrated run's agent.</summary>
internal sealed class RunAgents(IResourceIndex index)
{
    private const double LongestAgent = 7 * 24 * 3600;

    /// <summary>Fails with the first rule that is broken.</summary>
    public async Task CheckAsync(string field, AgentSpec? agent, CancellationToken cancellationToken)
    {
        if (agent is null)
            return;
        FieldRules.OptionalName($"{field}.name", agent.Name);
        FieldRules.Seconds($"{field}.timeout_seconds", agent.TimeoutSeconds, 1, LongestAgent);
        FieldRules.OptionalName($"{field}.model_name", agent.ModelName);
        FieldRules.EnvironmentVariables($"{field}.environment_variables", agent.EnvironmentVariables);
        FieldRules.Metadata($"{field}.kwargs", agent.Kwargs);
        if (agent.Type is AgentKind.Command)
            FieldRules.Command($"{field}.command", agent.Command);
        else
            FieldRules.Require(agent.Command is null, $"{field}.command", "is only for an agent of the type 'command'.");
        if (agent.Type is AgentKind.Installed)
        {
            FieldRules.Require(
                agent.Name is { } known && AgentRecipeNames.All.Contains(known), $"{field}.name",
                $"must be one of {string.Join(", ", AgentRecipeNames.All)} for an agent of the type 'installed'.");
            foreach (var key in agent.Kwargs?.Keys ?? [])
                FieldRules.Require(AgentRecipeNames.Settings.Contains(key), $"{field}.kwargs.{key}", $"is not known to '{agent.Name}': expected {string.Join(" or ", AgentRecipeNames.Settings)}.");
        }

        FieldRules.Require(agent.Type is AgentKind.Patch || agent.PatchObjectId is null, $"{field}.patch_object_id", "is only for an agent of the type 'patch'.");

        foreach (var (variable, secret) in agent.Secrets ?? new Dictionary<string, string>())
        {
            FieldRules.EnvironmentVariables($"{field}.secrets", new Dictionary<string, string> { [variable] = "" });
            FieldRules.Require(await HasSecretAsync(secret, cancellationToken), $"{field}.secrets.{variable}", $"there is no secret '{secret}'.");
        }
    }

    /// <summary>Whether there is a secret of that name or id.</summary>
    public async Task<bool> HasSecretAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var query = new ResourceQuery { Kind = ResourceKind.Secret.Prefix, Name = nameOrId, Limit = 1, CountAll = false };
        return (await index.ListAsync(query, cancellationToken)).Views.Count > 0
            || (await index.ListAsync(query with { Name = null, Ids = [nameOrId] }, cancellationToken)).Views.Count > 0;
    }
}
