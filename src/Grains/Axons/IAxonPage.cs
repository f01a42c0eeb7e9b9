namespace BenchCluster.Axons;

/// <summary>A page of an axon's events. Key: the axon's id, a slash and the page's number from 0.</summary>
[Alias("bench.IAxonPage")]
internal interface IAxonPage : IGrainWithStringKey
{
    /// <summary>How many events a page has when it is full. A state is written whole: what one more event costs.</summary>
    const int Length = 64;

    /// <summary>Adds an event; one of a number that the page has already is not added again.</summary>
    [Alias("Add")]
    Task Add(AxonEventView added);

    /// <summary>Its events, in order.</summary>
    [Alias("Read")]
    Task<IReadOnlyList<AxonEventView>> Read();

    /// <summary>Removes them.</summary>
    [Alias("Clear")]
    Task Clear();
}
