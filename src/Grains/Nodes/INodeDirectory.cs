namespace BenchCluster.Nodes;

/// <summary>Which nodes take part in the cluster now, as this silo sees it.</summary>
public interface INodeDirectory
{
    /// <summary>The nodes whose silos are active, in order of their names.</summary>
    IReadOnlyList<string> Alive { get; }

    /// <summary>Waits until <see cref="Alive"/> is no longer <paramref name="seen"/>.</summary>
    Task WaitForChangeAsync(IReadOnlyList<string> seen, CancellationToken cancellationToken);
}
