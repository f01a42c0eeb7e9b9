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
        if (profile.Secrets is { Count: > 0 })
            throw new BenchException(BenchError.NotServed, "runProfile.secrets: secrets are not served yet.");
        if (profile.Mounts is { Count: > 0 })
            throw new BenchException(BenchError.NotServed, "runProfile.mounts: mounts are not served yet.");
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
