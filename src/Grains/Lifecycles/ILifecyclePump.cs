namespace BenchCluster.Lifecycles;

/// <summary>How a grain calls itself to take the events that its effects ended in, in a turn of their own.</summary>
[Alias("bench.ILifecyclePump")]
internal interface ILifecyclePump : IGrainWithStringKey
{
    /// <summary>Applies the events that wait.</summary>
    [Alias("Pump")]
    Task Pump();
}
