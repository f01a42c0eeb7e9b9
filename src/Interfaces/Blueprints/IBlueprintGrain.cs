using Orleans.Concurrency;

namespace BenchCluster.Blueprints;

/// <summary>A recipe for an image, and its build. Key: the blueprint's id.</summary>
[Alias("bench.IBlueprintGrain")]
public interface IBlueprintGrain : IGrainWithStringKey
{
    /// <summary>Creates it and begins to build.</summary>
    [Alias("Create")]
    Task<BlueprintView> Create(BlueprintCreateRequest request);

    /// <summary>The Dockerfile that such a blueprint would be built from; nothing is created.</summary>
    [AlwaysInterleave, Alias("Preview")]
    Task<string> Preview(BlueprintCreateRequest request);

    /// <summary>The blueprint; also one that is deleted.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<BlueprintView> Get();

    /// <summary>Waits until the build has ended, or <paramref name="wait"/> is over; the image then.</summary>
    [AlwaysInterleave, Alias("GetImage")]
    Task<BlueprintImage> GetImage(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>What the build has printed so far.</summary>
    [AlwaysInterleave, Alias("GetLog")]
    Task<IReadOnlyList<BlueprintLogLine>> GetLog();

    /// <summary>Deletes it; its image goes when no blueprint, devbox or snapshot uses it.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> while snapshots depend on it.</exception>
    [Alias("Delete")]
    Task Delete();

    /// <summary>Tells the blueprint to go on with a build that was interrupted.</summary>
    [Alias("Reconcile")]
    Task Reconcile();
}
