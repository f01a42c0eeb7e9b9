namespace BenchCluster.Blueprints;

/// <summary>What can happen to a blueprint.</summary>
internal abstract record BlueprintEvent
{
    private BlueprintEvent()
    {
    }

    /// <summary>It was asked for.</summary>
    public sealed record Created(string Id, BlueprintCreateRequest Request, string Dockerfile, string ContentHash, DateTimeOffset At) : BlueprintEvent;

    /// <summary>Its image is on the node.</summary>
    public sealed record Built(IReadOnlyList<BlueprintLogLine> Log, DateTimeOffset At) : BlueprintEvent;

    /// <summary>It cannot be built.</summary>
    public sealed record Failed(string Message, IReadOnlyList<BlueprintLogLine> Log, DateTimeOffset At) : BlueprintEvent;
}
