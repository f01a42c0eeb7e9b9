using BenchCluster.Devboxes;

namespace BenchCluster.Client.Harbor;

/// <summary>The smallest devbox that holds what a task asks for; sizes are rounded up, never down.</summary>
internal static class DevboxSizing
{
    /// <summary>Cores: 0.5, 1, or a multiple of 2 up to this.</summary>
    public const double MostCores = 16;

    /// <summary>Memory: 1 GiB, or a multiple of 2 up to this.</summary>
    public const double MostMemory = 64;

    /// <summary>Disk: a multiple of 2 GiB up to this.</summary>
    public const double MostDisk = 64;

    private const double LeastMemoryPerCore = 2;
    private const double MostMemoryPerCore = 8;

    /// <summary>The size; null where it is more than the largest devbox.</summary>
    public static LaunchParameters? Fit(double cores, double memoryMb, double diskMb)
    {
        var memory = StepUp(memoryMb / 1024, 1);
        var disk = Math.Max(2, Even(diskMb / 1024));
        var cpus = cores <= 0.5 ? 0.5 : StepUp(cores, 1);
        // Much memory on few cores is had with more cores, few memory on many with more memory.
        while (memory > cpus * MostMemoryPerCore)
            cpus = cpus < 1 ? 1 : Even(cpus + 1);
        memory = Math.Max(memory, StepUp(cpus * LeastMemoryPerCore, 1));
        if (cpus > MostCores || memory > MostMemory || disk > MostDisk)
            return null;
        return new LaunchParameters
        {
            ResourceSizeRequest = ResourceSize.Custom,
            CustomCpuCores = cpus,
            CustomGbMemory = memory,
            CustomDiskSize = disk,
        };
    }

    /// <summary>What holds both.</summary>
    public static LaunchParameters Larger(LaunchParameters one, LaunchParameters? other) => other is null ? one : one with
    {
        CustomCpuCores = Max(one.CustomCpuCores, other.CustomCpuCores),
        CustomGbMemory = Max(one.CustomGbMemory, other.CustomGbMemory),
        CustomDiskSize = Max(one.CustomDiskSize, other.CustomDiskSize),
    };

    private static double? Max(double? one, double? other) => one is null || other > one ? other : one;

    private static double StepUp(double value, double least) => value <= least ? least : Even(value);

    private static double Even(double value) => Math.Ceiling(value / 2) * 2;
}
