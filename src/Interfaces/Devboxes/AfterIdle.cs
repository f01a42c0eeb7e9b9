namespace BenchCluster.Devboxes;

/// <summary>What happens to a devbox after no activity.</summary>
[GenerateSerializer, Immutable, Alias("bench.AfterIdle")]
public sealed record AfterIdle
{
    /// <summary>Seconds without activity.</summary>
    [Id(0)]
    public required long IdleTimeSeconds { get; init; }

    /// <summary>What happens then.</summary>
    [Id(1)]
    public required IdleAction OnIdle { get; init; }
}
