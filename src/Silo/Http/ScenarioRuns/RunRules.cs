using BenchCluster.Http.Devboxes;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Http.ScenarioRuns;

/// <summary>Rules of starting runs.</summary>
internal static class RunRules
{
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
}
