using Orleans.Concurrency;

namespace BenchCluster.Objects;

/// <summary>A storage object; its bytes are in the object store. Key: the object's id.</summary>
[Alias("bench.IStorageObjectGrain")]
public interface IStorageObjectGrain : IGrainWithStringKey
{
    /// <summary>Creates it, to be uploaded.</summary>
    [Alias("Create")]
    Task<ObjectView> Create(ObjectCreateRequest request);

    /// <summary>The object.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<ObjectView> Get();

    /// <summary>Closes it: from now on its bytes are there and do not change.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when nothing was uploaded.</exception>
    [Alias("Complete")]
    Task<ObjectView> Complete();

    /// <summary>Deletes it and its bytes.</summary>
    [Alias("Delete")]
    Task<ObjectView> Delete();

    /// <summary>Tells the object to look whether its time is over.</summary>
    [Alias("Reconcile")]
    Task Reconcile();
}
