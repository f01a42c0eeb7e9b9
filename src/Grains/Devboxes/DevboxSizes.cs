using BenchCluster.Engine;

namespace BenchCluster.Devboxes;

/// <summary>What the contract's sizes mean.</summary>
internal static class DevboxSizes
{
    private const long Gibibyte = 1L << 30;

    /// <summary>The limits of a validated size; an absent one is <see cref="ResourceSize.Small"/>.</summary>
    public static ContainerLimits LimitsOf(LaunchParameters? parameters)
    {
        var (cpus, memory, disk) = parameters?.ResourceSizeRequest switch
        {
            ResourceSize.XSmall => (0.5, 1.0, 4.0),
            ResourceSize.Medium => (2, 4, 8),
            ResourceSize.Large => (2, 8, 16),
            ResourceSize.XLarge => (4, 16, 16),
            ResourceSize.XxLarge => (8, 32, 16),
            ResourceSize.Custom => (
                parameters.CustomCpuCores ?? 1, parameters.CustomGbMemory ?? 2, parameters.CustomDiskSize ?? 4),
            _ => (1, 2, 4),
        };
        return new ContainerLimits
        {
            Cpus = cpus,
            MemoryBytes = (long)(memory * Gibibyte),
            DiskBytes = (long)(disk * Gibibyte),
        };
    }
}
