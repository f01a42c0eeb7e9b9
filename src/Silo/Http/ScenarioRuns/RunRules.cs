using BenchCluster.Http.Devboxes;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Http.ScenarioRuns;

/// <summary>Rules of starting runs.</summary>
internal static class RunRules
{
    private const double LongestAgent = 7 * 24 * 3600;

    /// <summary>The rules of a run profile.</summary>
    public static void Profile(RunProfile? profile)
    {
        if (profile is null)
            return;
        FieldRules.EnvironmentVariables("runProfile.envVars", profile.EnvVars);
        DevboxRules.Launch("runProfile.launchParameters", profile.LaunchParameters);
        FieldRules.OptionalName("runProfile.purpose", profile.Purpose);
        FieldRules.EnvironmentVariables("runProfile.secrets", profile.Secrets);
        foreach (var name in profile.Secrets?.Keys ?? [])
            FieldRules.Require(profile.EnvVars?.ContainsKey(name) is not true, $"runProfile.secrets.{name}", "is also in runProfile.envVars.");
        MountRules.Check("runProfile.mounts", profile.Mounts);
    }

    /// <summary>The rules of an agent.</summary>
    public static void Agent(AgentSpec? agent)
    {
        if (agent is null)
            return;
        FieldRules.OptionalName("agent.name", agent.Name);
        FieldRules.Seconds("agent.timeout_seconds", agent.TimeoutSeconds, 1, LongestAgent);
        if (agent.Type is AgentKind.Command)
            FieldRules.Command("agent.command", agent.Command);
        else
            FieldRules.Require(agent.Command is null, "agent.command", "is only for an agent of the type 'command'.");
    }
}
