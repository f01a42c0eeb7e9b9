using BenchCluster.Nodes;

namespace BenchCluster.Clustering;

/// <summary>The nodes of a cluster, from Orleans' membership: a silo's name is its node's.</summary>
internal sealed class ClusterNodes(IClusterMembershipService membership) : INodeDirectory
{
    public IReadOnlyList<string> Alive => NamesIn(membership.CurrentSnapshot);

    /// <summary>The silo of a node; null while it is away.</summary>
    public SiloAddress? SiloOf(string node) => membership.CurrentSnapshot.Members.Values
        .FirstOrDefault(member => member.Status is SiloStatus.Active && member.Name == node)?.SiloAddress;

    public async Task WaitForChangeAsync(IReadOnlyList<string> seen, CancellationToken cancellationToken)
    {
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(cancellationToken))
        {
            if (!NamesIn(snapshot).SequenceEqual(seen))
                return;
        }
    }

    private static List<string> NamesIn(ClusterMembershipSnapshot snapshot) =>
        [.. snapshot.Members.Values.Where(member => member.Status is SiloStatus.Active).Select(member => member.Name).Distinct().Order(StringComparer.Ordinal)];
}
