namespace BenchCluster.Devboxes;

/// <summary>Idle policy, resume triggers and hooks of a devbox.</summary>
[GenerateSerializer, Immutable, Alias("bench.LifecycleConfiguration")]
public sealed record LifecycleConfiguration
{
    /// <summary>What to do after no activity.</summary>
    [Id(0)]
    public AfterIdle? AfterIdle { get; init; }

    /// <summary>Commands of suspending.</summary>
    [Id(1)]
    public LifecycleHooks? LifecycleHooks { get; init; }

    /// <summary>What wakes it while it is suspended.</summary>
    [Id(2)]
    public ResumeTriggers? ResumeTriggers { get; init; }
}
