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

    /// <summary>Create and start the container, or adopt it, and wait for its agent.</summary>
    public sealed record Provision(int Epoch) : DevboxEffect;

    /// <summary>Make the user, write the files, run the launch commands.</summary>
    public sealed record Initialize(int Epoch) : DevboxEffect;

    /// <summary>Wait until its keep-alive time is over.</summary>
    public sealed record Expire(DateTimeOffset At) : DevboxEffect;

    /// <summary>Remove the container and give the place back.</summary>
    public sealed record Release(int Epoch) : DevboxEffect;
}
