using Orleans.Concurrency;

namespace BenchCluster.Axons;

/// <summary>An axon: events in the order in which they were published. Key: the axon's id.</summary>
[Alias("bench.IAxonGrain")]
public interface IAxonGrain : IGrainWithStringKey
{
    /// <summary>Creates it.</summary>
    [Alias("Create")]
    Task<AxonView> Create(AxonRequest request);

    /// <summary>The axon.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<AxonView> Get();

    /// <summary>Replaces the metadata; null keeps, empty clears.</summary>
    [Alias("Update")]
    Task<AxonView> Update(IReadOnlyDictionary<string, string>? metadata);

    /// <summary>Removes it with its events; who follows it is told that it is gone.</summary>
    [Alias("Delete")]
    Task Delete();

    /// <summary>Puts an event at the end. It is kept when this returns.</summary>
    [Alias("Publish")]
    Task<PublishedView> Publish(PublishRequest request);

    /// <summary>The number of the last event; 0 when there is none.</summary>
    [Alias("Last")]
    Task<long> Last();

    /// <summary>Some of the events after a number, in order; waits for the first of them. None when the wait is over.</summary>
    [AlwaysInterleave, Alias("Read")]
    Task<IReadOnlyList<AxonEventView>> Read(long after, TimeSpan wait, CancellationToken cancellationToken);
}
