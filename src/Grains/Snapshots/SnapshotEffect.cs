namespace BenchCluster.Snapshots;

/// <summary>What a snapshot's state can call for.</summary>
internal abstract record SnapshotEffect
{
    private SnapshotEffect()
    {
    }

    /// <summary>Keep the disk as an image.</summary>
    public sealed record Keep : SnapshotEffect;

    /// <summary>Tell the devbox that it is over.</summary>
    public sealed record TellDevbox : SnapshotEffect;

    /// <summary>Remove the image; as soon as no devbox uses it.</summary>
    public sealed record RemoveImage : SnapshotEffect;
}
