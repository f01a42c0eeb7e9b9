namespace BenchCluster.Devboxes;

/// <summary>A state that a devbox entered.</summary>
[GenerateSerializer, Immutable, Alias("bench.StateTransitionView")]
public sealed record StateTransitionView
{
    /// <summary>The state.</summary>
    [Id(0)]
    public required DevboxStatus Status { get; init; }

    /// <summary>When, in Unix milliseconds.</summary>
    [Id(1)]
    public required long TransitionTimeMs { get; init; }

    /// <summary>The failure that caused it.</summary>
    [Id(2)]
    public string? FailureReason { get; init; }
}
