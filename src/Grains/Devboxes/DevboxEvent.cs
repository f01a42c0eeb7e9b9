namespace BenchCluster.Devboxes;

/// <summary>What can happen to a devbox.</summary>
internal abstract record DevboxEvent
{
    private DevboxEvent()
    {
    }

    /// <summary>It was asked for.</summary>
    public sealed record Created(string Id, DevboxSpec Spec, DateTimeOffset At) : DevboxEvent;

    /// <summary>Name or metadata were replaced.</summary>
    public sealed record Updated(string? Name, IReadOnlyDictionary<string, string>? Metadata) : DevboxEvent;

    /// <summary>Its image is on the node.</summary>
    public sealed record ImageResolved(string Image, DevboxFacts Facts) : DevboxEvent;

    /// <summary>It has a place on a node.</summary>
    public sealed record PlaceGranted(string Node, DateTimeOffset At) : DevboxEvent;

    /// <summary>Its container runs and its agent answers.</summary>
    public sealed record Provisioned(int Epoch, DateTimeOffset At) : DevboxEvent;

    /// <summary>Its files are written and its launch commands have succeeded; its user's home, where that matters.</summary>
    public sealed record Initialized(int Epoch, string? Home, DateTimeOffset At) : DevboxEvent;

    /// <summary>It cannot go on.</summary>
    public sealed record Failed(FailureReason Reason, string Message, bool IsInfrastructure, DateTimeOffset At) : DevboxEvent;

    /// <summary>Its container was found not to run.</summary>
    public sealed record ContainerLost(int Epoch, FailureReason Reason, string Message, bool IsInfrastructure, DateTimeOffset At) : DevboxEvent;

    /// <summary>Somebody asked for its end.</summary>
    public sealed record ShutdownRequested(ShutdownReason Reason, DateTimeOffset At) : DevboxEvent;

    /// <summary>Its keep-alive time begins anew.</summary>
    public sealed record KeptAlive(DateTimeOffset At) : DevboxEvent;

    /// <summary>Its container is gone and its place given back.</summary>
    public sealed record Released(int Epoch) : DevboxEvent;
}
