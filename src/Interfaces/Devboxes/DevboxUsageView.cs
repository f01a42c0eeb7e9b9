namespace BenchCluster.Devboxes;

/// <summary>What a devbox has used, in the contract's shape. Disk counts while it is suspended; CPU and memory do not.</summary>
[GenerateSerializer, Immutable, Alias("bench.DevboxUsageView")]
public sealed record DevboxUsageView
{
    /// <summary>The devbox.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Its state.</summary>
    [Id(1)]
    public required DevboxStatus Status { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(2)]
    public required long StartTimeMs { get; init; }

    /// <summary>The end, in Unix milliseconds.</summary>
    [Id(3)]
    public long? EndTimeMs { get; init; }

    /// <summary>Seconds since its creation, or until its end.</summary>
    [Id(4)]
    public required double TotalElapsedSeconds { get; init; }

    /// <summary>Seconds that it ran.</summary>
    [Id(5)]
    public required double TotalActiveSeconds { get; init; }

    /// <summary>Cores × active seconds.</summary>
    [Id(6)]
    public required double VcpuSeconds { get; init; }

    /// <summary>GiB of memory × active seconds.</summary>
    [Id(7)]
    public required double MemoryGbSeconds { get; init; }

    /// <summary>GiB of disk × elapsed seconds.</summary>
    [Id(8)]
    public required double DiskGbSeconds { get; init; }
}
