using BenchCluster.Devboxes;
using BenchCluster.NetworkPolicies;
using BenchCluster.Scenarios;
using BenchCluster.Secrets;

namespace BenchCluster.ScenarioRuns;

/// <summary>What must be there before a run starts: a start that lacks something is refused, and names it.</summary>
internal sealed class RunRequirements(SecretLookup secrets, MountReferences mounts, EgressReach reach)
{
    /// <summary>Fails unless variables and secrets that are required are given, and what is given exists.</summary>
    /// <param name="who">What requires them, in words.</param>
    /// <exception cref="BenchException">The message names the field and what is missing.</exception>
    public async Task CheckAsync(
        string who, IReadOnlyList<string>? variables, IReadOnlyList<string>? secretNames, RunProfile? profile, ScenarioEnvironment? environment)
    {
        CheckVariables(who, variables, profile, environment);
        CheckSecrets(who, secretNames, profile);
        foreach (var (variable, name) in profile?.Secrets ?? new Dictionary<string, string>())
            await RequireSecretAsync(variable, name);
        if (profile?.Mounts is { Count: > 0 } given)
            await CheckMountsAsync(given);
        if (LaunchInheritance.Of(profile?.LaunchParameters, environment?.LaunchParameters)?.NetworkPolicyId is { } policy)
            await reach.ModeOfAsync("launch_parameters.network_policy_id", policy);
    }

    /// <summary>Fails unless every required variable is given, by the run or the environment.</summary>
    public static void CheckVariables(string who, IReadOnlyList<string>? required, RunProfile? profile, ScenarioEnvironment? environment)
    {
        var missing = (required ?? []).Where(name =>
            profile?.EnvVars?.ContainsKey(name) is not true
            && profile?.Secrets?.ContainsKey(name) is not true
            && environment?.EnvironmentVariables?.ContainsKey(name) is not true).Distinct().ToList();
        if (missing.Count > 0)
            throw BenchException.Invalid("runProfile.envVars", $"{who} requires environment variables that are missing: {string.Join(", ", missing)}.");
    }

    /// <summary>Fails unless every required secret is given: as the variable that gets it, or as the secret that a variable gets.</summary>
    public static void CheckSecrets(string who, IReadOnlyList<string>? required, RunProfile? profile)
    {
        var missing = (required ?? []).Where(name =>
            profile?.Secrets?.ContainsKey(name) is not true && profile?.Secrets?.Values.Contains(name) is not true).Distinct().ToList();
        if (missing.Count > 0)
            throw BenchException.Invalid("runProfile.secrets", $"{who} requires secrets that are missing: {string.Join(", ", missing)}.");
    }

    private async Task RequireSecretAsync(string variable, string name)
    {
        try
        {
            await secrets.FindAsync(name, CancellationToken.None);
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            throw BenchException.Invalid($"runProfile.secrets.{variable}", $"there is no secret '{name}'.");
        }
    }

    private async Task CheckMountsAsync(IReadOnlyList<Mounts.Mount> given)
    {
        try
        {
            await mounts.ResolveAsync(new DevboxCreateRequest { Mounts = given });
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            throw BenchException.Invalid("runProfile.mounts", e.Message);
        }
    }
}
