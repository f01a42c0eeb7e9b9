namespace BenchCluster.Devboxes;

/// <summary>What a devbox has used, from the states that it was in.</summary>
internal static class DevboxUsage
{
    private const double Gibibyte = 1L << 30;

    /// <summary>Its use until now, or until its end.</summary>
    public static DevboxUsageView Of(DevboxState state, DateTimeOffset now)
    {
        var end = state.EndedAt ?? now;
        var elapsed = Math.Max(0, (end - state.CreatedAt).TotalSeconds);
        var active = ActiveSeconds(state, end);
        var limits = DevboxSizes.LimitsOf(state.Spec?.Request.LaunchParameters);
        return new DevboxUsageView
        {
            Id = state.Id,
            Status = state.Status,
            StartTimeMs = state.CreatedAt.ToUnixTimeMilliseconds(),
            EndTimeMs = state.EndedAt?.ToUnixTimeMilliseconds(),
            TotalElapsedSeconds = elapsed,
            TotalActiveSeconds = active,
            VcpuSeconds = active * limits.Cpus,
            MemoryGbSeconds = active * limits.MemoryBytes / Gibibyte,
            DiskGbSeconds = elapsed * limits.DiskBytes / Gibibyte,
        };
    }

    private static double ActiveSeconds(DevboxState state, DateTimeOffset end)
    {
        var total = 0.0;
        for (var i = 0; i < state.Transitions.Count; i++)
        {
            if (state.Transitions[i].Status is not DevboxStatus.Running)
                continue;
            var until = i + 1 < state.Transitions.Count ? state.Transitions[i + 1].TransitionTimeMs : end.ToUnixTimeMilliseconds();
            total += Math.Max(0, until - state.Transitions[i].TransitionTimeMs) / 1000.0;
        }

        return total;
    }
}
