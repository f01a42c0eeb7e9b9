namespace BenchCluster.Blueprints;

/// <summary>What can happen to a blueprint.</summary>
internal abstract record BlueprintEvent
{
    private BlueprintEvent()
    {
    }

    /// <summary>It was asked for.</summary>
    public sealed record Created(string Id, BlueprintCreateRequest Request, string Dockerfile, string ContentHash, byte[]? Confidential, bool IsOnBase, bool IsOffline, DateTimeOffset At)
        : BlueprintEvent;

    /// <summary>Its image is on the node.</summary>
    public sealed record Built(IReadOnlyList<BlueprintLogLine> Log, DateTimeOffset At) : BlueprintEvent;

    /// <summary>It cannot be built.</summary>
    public sealed record Failed(string Reason, string Message, IReadOnlyList<BlueprintLogLine> Log, DateTimeOffset At) : BlueprintEvent;

    /// <summary>Somebody deleted it.</summary>
    public sealed record DeleteRequested : BlueprintEvent;

    /// <summary>Its image is gone, or is another blueprint's too.</summary>
    public sealed record ImageRemoved : BlueprintEvent;
}
