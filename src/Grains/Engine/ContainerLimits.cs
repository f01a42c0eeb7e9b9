namespace BenchCluster.Engine;

/// <summary>Limits that hold for all processes of a container together.</summary>
public sealed record ContainerLimits
{
    /// <summary>CPU cores; a fraction is a share of one core.</summary>
    public required double Cpus { get; init; }

    /// <summary>Memory in bytes; past it the kernel kills a process of the container.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>
    /// Bytes of the writable layer. Enforced where the engine's storage can (overlay2 on xfs with project quotas).
    /// </summary>
    public required long DiskBytes { get; init; }

    /// <summary>Processes and threads.</summary>
    public int Processes { get; init; } = 4096;
}
