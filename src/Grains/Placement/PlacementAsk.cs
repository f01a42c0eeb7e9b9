using System.Globalization;
using BenchCluster.Devboxes;

namespace BenchCluster.Placement;

/// <summary>A devbox that wants a place.</summary>
[GenerateSerializer, Immutable, Alias("bench.PlacementAsk")]
internal sealed record PlacementAsk
{
    /// <summary>The devbox.</summary>
    [Id(0)]
    public required string DevboxId { get; init; }

    /// <summary>When it was created; who came first is served first, also after the queue was rebuilt.</summary>
    [Id(1)]
    public required DateTimeOffset Since { get; init; }

    /// <summary>Who shares a turn: the benchmark run that it belongs to, or empty for all others.</summary>
    [Id(2)]
    public string Group { get; init; } = "";

    /// <summary>The image; a node that had it before is preferred.</summary>
    [Id(3)]
    public string Image { get; init; } = "";

    /// <summary>Cores that it may use.</summary>
    [Id(4)]
    public double Cpus { get; init; }

    /// <summary>Memory that it may use, in bytes.</summary>
    [Id(5)]
    public long MemoryBytes { get; init; }

    /// <summary>The node that has its disk, when it was suspended there.</summary>
    [Id(6)]
    public string? Node { get; init; }

    /// <summary>Disk that it may fill, in bytes; it keeps it while it is suspended.</summary>
    [Id(7)]
    public long DiskBytes { get; init; }

    /// <summary>Its size, for people.</summary>
    public string Size => string.Create(CultureInfo.InvariantCulture, $"{Cpus:0.##} cores, {Gibibytes(MemoryBytes):0.##} GiB of memory, {Gibibytes(DiskBytes):0.##} GiB of disk");

    /// <summary>What a devbox with the parameters asks for.</summary>
    public static PlacementAsk Of(string devboxId, DateTimeOffset since, LaunchParameters? parameters)
    {
        var limits = DevboxSizes.LimitsOf(parameters);
        return new PlacementAsk { DevboxId = devboxId, Since = since, Cpus = limits.Cpus, MemoryBytes = limits.MemoryBytes, DiskBytes = limits.DiskBytes };
    }

    private static double Gibibytes(long bytes) => (double)bytes / (1L << 30);
}
