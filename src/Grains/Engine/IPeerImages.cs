namespace BenchCluster.Engine;

/// <summary>Images of the other nodes: what no registry has, because it was built or kept there.</summary>
public interface IPeerImages
{
    /// <summary>Brings an image from a node that has it; false when none has, or there is no other.</summary>
    Task<bool> TryFetchAsync(string image, CancellationToken cancellationToken);
}
