using Orleans.Concurrency;

namespace BenchCluster.Blueprints;

/// <summary>A recipe for an image, and its build. Key: the blueprint's id.</summary>
[Alias("bench.IBlueprintGrain")]
public interface IBlueprintGrain : IGrainWithStringKey
{
    /// <summary>Creates it and begins to build.</summary>
    [Alias("Create")]
    Task<BlueprintView> Create(BlueprintCreateRequest request);

    /// <summary>The blueprint.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<BlueprintView> Get();

    /// <summary>Waits until the build has ended, or <paramref name="wait"/> is over; the image then.</summary>
    [AlwaysInterleave, Alias("GetImage")]
    Task<BlueprintImage> GetImage(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>What the build has printed so far.</summary>
    [AlwaysInterleave, Alias("GetLog")]
    Task<IReadOnlyList<BlueprintLogLine>> GetLog();

    /// <summary>Tells the blueprint to go on with a build that was interrupted.</summary>
    [Alias("Reconcile")]
    Task Reconcile();
}
