using Orleans.Concurrency;

namespace BenchCluster.Placement;

/// <summary>Gives devboxes their places; one for the cluster, with the key <see cref="Key"/>.</summary>
[Alias("bench.IPlacementGrain")]
internal interface IPlacementGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one; never hex, because keys that parse as hex can share a row of storage.</summary>
    const string Key = "placement-cluster";

    /// <summary>
    /// Asks for a place and waits up to <paramref name="wait"/> in the queue. The node, or null when the time was over;
    /// asking again keeps both the place and the turn.
    /// </summary>
    [AlwaysInterleave, Alias("Reserve")]
    Task<string?> Reserve(PlacementAsk ask, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Takes note of a devbox that has a place already, whatever the limit: what a restart finds.</summary>
    [AlwaysInterleave, Alias("Adopt")]
    Task Adopt(PlacementAsk ask, string node);

    /// <summary>Takes the place away from a devbox that is suspended on a node; its disk is counted on.</summary>
    [AlwaysInterleave, Alias("Park")]
    Task Park(PlacementAsk ask, string node);

    /// <summary>Why it gets a place nowhere, however long it waits; null when it may get one.</summary>
    [AlwaysInterleave, Alias("WhyNever")]
    Task<string?> WhyNever(PlacementAsk ask);

    /// <summary>Gives the place, or the turn, and the disk back.</summary>
    [AlwaysInterleave, Alias("Release")]
    Task Release(string devboxId);

    /// <summary>How many wait before the devbox; null when it does not wait.</summary>
    [AlwaysInterleave, Alias("PositionOf")]
    Task<int?> PositionOf(string devboxId);

    /// <summary>Takes note of a node.</summary>
    [AlwaysInterleave, Alias("Report")]
    Task Report(NodeReport report);

    /// <summary>How full a node is; also of one that has not reported.</summary>
    [AlwaysInterleave, Alias("LoadOf")]
    Task<PlacementLoad> LoadOf(string node);

    /// <summary>The nodes that have reported, away or not.</summary>
    [AlwaysInterleave, Alias("Nodes")]
    Task<IReadOnlyList<string>> Nodes();
}
