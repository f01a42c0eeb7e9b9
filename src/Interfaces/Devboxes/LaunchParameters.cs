namespace BenchCluster.Devboxes;

/// <summary>Size and start of a devbox, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.LaunchParameters")]
public sealed record LaunchParameters
{
    /// <summary>The size; default <see cref="ResourceSize.Small"/>.</summary>
    [Id(0)]
    public ResourceSize? ResourceSizeRequest { get; init; }

    /// <summary>Cores, for a custom size: 0.5, 1, or a multiple of 2 up to 16.</summary>
    [Id(1)]
    public double? CustomCpuCores { get; init; }

    /// <summary>Memory in GiB, for a custom size: 1, or a multiple of 2 up to 64.</summary>
    [Id(2)]
    public double? CustomGbMemory { get; init; }

    /// <summary>Disk in GiB, for a custom size: a multiple of 2 from 2 to 64.</summary>
    [Id(3)]
    public double? CustomDiskSize { get; init; }

    /// <summary>Seconds after which the devbox is shut down unless it is kept alive; default 3600, at most 172800.</summary>
    [Id(4)]
    public long? KeepAliveTimeSeconds { get; init; }

    /// <summary>Commands run one after another before the devbox is running; one that fails fails the devbox.</summary>
    [Id(5)]
    public IReadOnlyList<string>? LaunchCommands { get; init; }

    /// <summary>The user that commands run as; default the image's.</summary>
    [Id(6)]
    public UserParameters? UserParameters { get; init; }

    /// <summary>The architecture; only x86_64 on an x86_64 host.</summary>
    [Id(7)]
    public string? Architecture { get; init; }

    /// <summary>What it can reach (an extension of the contract).</summary>
    [Id(8)]
    public NetworkMode? NetworkMode { get; init; }

    /// <summary>What to do after no activity; the same as <see cref="LifecycleConfiguration.AfterIdle"/>, which is preferred.</summary>
    [Id(9)]
    public AfterIdle? AfterIdle { get; init; }

    /// <summary>Idle policy, resume triggers and hooks.</summary>
    [Id(10)]
    public LifecycleConfiguration? Lifecycle { get; init; }

    /// <summary>Names of the blueprint's services to start beside the devbox.</summary>
    [Id(11)]
    public IReadOnlyList<string>? RequiredServices { get; init; }

    /// <summary>Ports; deprecated by the contract, which says that they are ignored.</summary>
    [Id(12)]
    public IReadOnlyList<int>? AvailablePorts { get; init; }

    /// <summary>The network policy: as it is when the devbox is created, and one that allows everything or nothing.</summary>
    [Id(13)]
    public string? NetworkPolicyId { get; init; }

    /// <summary><c>standard</c>, or <c>flex</c>: may be preempted, which nothing here does, so that both run alike.</summary>
    [Id(14)]
    public string? ProvisioningTier { get; init; }

    /// <summary>The idle policy, wherever it is given.</summary>
    public AfterIdle? IdlePolicy() => Lifecycle?.AfterIdle ?? AfterIdle;
}
