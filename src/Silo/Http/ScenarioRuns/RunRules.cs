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
        if (profile.Secrets is { Count: > 0 })
            throw new BenchException(BenchError.NotServed, "runProfile.secrets: secrets are not served yet.");
        if (profile.Mounts is { Count: > 0 })
            throw new BenchException(BenchError.NotServed, "runProfile.mounts: mounts are not served yet.");
    }
}
