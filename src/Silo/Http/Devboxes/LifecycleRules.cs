using BenchCluster.Devboxes;

namespace BenchCluster.Http.Devboxes;

/// <summary>The rules of idleness, hooks and triggers.</summary>
internal static class LifecycleRules
{
    private const long LongestIdle = 30L * 24 * 3600;
    private const long LongestSuspendMs = 60_000;
    private const int MostCommands = 200;

    /// <summary>Fails with the first rule that is broken.</summary>
    public static void Check(string field, LaunchParameters launch)
    {
        AfterIdle($"{field}.after_idle", launch.AfterIdle);
        AfterIdle($"{field}.lifecycle.after_idle", launch.Lifecycle?.AfterIdle);
        FieldRules.Require(
            launch.AfterIdle is null || launch.Lifecycle?.AfterIdle is null || launch.AfterIdle == launch.Lifecycle.AfterIdle,
            $"{field}.after_idle", "must be the same as lifecycle.after_idle, where both are given.");
        if (launch.Lifecycle?.ResumeTriggers?.AxonEvent is true)
            throw new BenchException(BenchError.NotServed, $"{field}.lifecycle.resume_triggers.axon_event: devboxes are not woken by events of axons.");
        if (launch.Lifecycle?.LifecycleHooks is not { } hooks)
            return;
        FieldRules.Texts($"{field}.lifecycle.lifecycle_hooks.suspend_commands", hooks.SuspendCommands);
        FieldRules.Require(
            (hooks.SuspendCommands?.Count ?? 0) <= MostCommands, $"{field}.lifecycle.lifecycle_hooks.suspend_commands", $"must not have more than {MostCommands} commands.");
        FieldRules.Require(
            hooks.SuspendDeadlineMs is null or (>= 1 and <= LongestSuspendMs), $"{field}.lifecycle.lifecycle_hooks.suspend_deadline_ms", $"must be from 1 to {LongestSuspendMs} milliseconds.");
    }

    private static void AfterIdle(string field, AfterIdle? policy) => FieldRules.Require(
        policy is null or { IdleTimeSeconds: >= 1 and <= LongestIdle }, $"{field}.idle_time_seconds", $"must be from 1 to {LongestIdle} seconds.");
}
