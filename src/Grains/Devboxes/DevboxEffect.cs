namespace BenchCluster.Devboxes;

/// <summary>What a devbox's state can call for.</summary>
internal abstract record DevboxEffect
{
    private DevboxEffect()
    {
    }

    /// <summary>Find its image, waiting for a build, pulling when it must.</summary>
    public sealed record ResolveImage : DevboxEffect;

    /// <summary>Get a place on a node.</summary>
    public sealed record Reserve : DevboxEffect;

    /// <summary>Wait for the node that has its place: be there, or give it up.</summary>
    public sealed record AwaitNode(string Node) : DevboxEffect;

    /// <summary>Create and start the container, or adopt it, and wait for its agent.</summary>
    public sealed record Provision(int Epoch) : DevboxEffect;

    /// <summary>Start the container of a suspended devbox again, and wait for its agent.</summary>
    public sealed record Restart(int Epoch, int Boot) : DevboxEffect;

    /// <summary>Start the container anew, on its own disk or one of the image, and wait for its agent.</summary>
    public sealed record Renew(int Epoch, int Boot) : DevboxEffect;

    /// <summary>Make the user, put the mounts in place, run the launch commands, start the entrypoint.</summary>
    public sealed record Initialize(int Epoch, int Boot) : DevboxEffect;

    /// <summary>Wait until its entrypoint has ended.</summary>
    public sealed record WatchEntrypoint(int Boot) : DevboxEffect;

    /// <summary>Wait until nobody has used it for a while. Commands are use, but those that always run.</summary>
    public sealed record WatchIdle(AfterIdle Policy, DateTimeOffset LastActivityAt, int StandingCommands) : DevboxEffect;

    /// <summary>Run the suspend commands, stop the container, give the place back.</summary>
    public sealed record Suspend(int Epoch, int Boot) : DevboxEffect;

    /// <summary>Wait until its keep-alive time is over.</summary>
    public sealed record Expire(DateTimeOffset At) : DevboxEffect;

    /// <summary>Remove the container and give the place back.</summary>
    public sealed record Release(int Epoch) : DevboxEffect;
}
