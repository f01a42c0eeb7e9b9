namespace BenchCluster.Engine;

/// <summary>Something that happened to a container of this cluster.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="DevboxId">The devbox in its labels.</param>
/// <param name="Epoch">The epoch in its labels.</param>
/// <param name="ExitCode">The exit status, for <see cref="ContainerEventKind.Died"/>.</param>
public sealed record ContainerEvent(ContainerEventKind Kind, string DevboxId, int Epoch, int? ExitCode);
