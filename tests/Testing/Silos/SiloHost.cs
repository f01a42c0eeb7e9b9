namespace BenchCluster.Tests.Silos;

/// <summary>Where a silo's process runs.</summary>
public sealed record SiloHost
{
    /// <summary>The engine beside it, as <c>DOCKER_HOST</c> has it; null is the machine's.</summary>
    public string? Engine { get; init; }

    /// <summary>The address at which it listens.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>What its program is started through, as <c>nsenter</c> into a network.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>The size of a disk of its own for the data directory, in MiB; null is the machine's disk. Needs root.</summary>
    public int? DiskMiB { get; init; }
}
