namespace BenchCluster.Engine;

/// <summary>A container as the engine sees it now.</summary>
public sealed record ContainerInfo
{
    /// <summary>The engine's id.</summary>
    public required string Id { get; init; }

    /// <summary>The name, without a slash.</summary>
    public required string Name { get; init; }

    /// <summary>The devbox in its labels.</summary>
    public required string DevboxId { get; init; }

    /// <summary>The epoch in its labels.</summary>
    public required int Epoch { get; init; }

    /// <summary>Whether its first process runs.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Exit status of its first process, when it has ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether the kernel killed its first process for want of memory.</summary>
    public bool WasOutOfMemory { get; init; }

    /// <summary>What its own health check says; devboxes have none.</summary>
    public ContainerHealth Health { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
