namespace BenchCluster.Snapshots;

/// <summary>The life of a snapshot, as a pure function.</summary>
internal static class SnapshotLifecycle
{
    /// <summary>The next state; the same instance when the event changes nothing.</summary>
    public static SnapshotState Decide(SnapshotState state, SnapshotEvent happened) => happened switch
    {
        SnapshotEvent.Created e => state.Id.Length > 0 ? state : state with
        {
            Id = e.Id,
            DevboxId = e.DevboxId,
            Request = e.Request,
            Source = e.Source,
            CreatedAt = e.At,
            Status = SnapshotStatus.InProgress,
            MayHaveImage = true,
        },
        _ when state.Id.Length == 0 => state,
        SnapshotEvent.DevboxTold => state.IsDevboxTold || state.Status is SnapshotStatus.InProgress ? state : state with { IsDevboxTold = true },
        SnapshotEvent.ImageRemoved => state.MayHaveImage && state.Status is SnapshotStatus.Deleted or SnapshotStatus.Error
            ? state with { MayHaveImage = false }
            : state,
        _ when state.Status is SnapshotStatus.Deleted => state,
        SnapshotEvent.Kept e => state.Status is SnapshotStatus.InProgress ? state with { Status = SnapshotStatus.Complete, SizeBytes = e.SizeBytes } : state,
        SnapshotEvent.Failed e => state.Status is SnapshotStatus.InProgress ? state with { Status = SnapshotStatus.Error, ErrorMessage = e.Message } : state,
        SnapshotEvent.Updated e => state with
        {
            Request = new SnapshotRequest
            {
                Name = e.Request.Name ?? state.Request.Name,
                CommitMessage = e.Request.CommitMessage ?? state.Request.CommitMessage,
                Metadata = e.Request.Metadata ?? state.Request.Metadata,
            },
        },
        SnapshotEvent.DeleteRequested => state with { Status = SnapshotStatus.Deleted },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown event."),
    };

    /// <summary>Whether it was kept, failed or was deleted, and its devbox no longer waits for it.</summary>
    public static bool IsOver(SnapshotState state) => state.Status is not SnapshotStatus.InProgress && state.IsDevboxTold;

    /// <summary>The effects that the state calls for.</summary>
    public static IEnumerable<SnapshotEffect> Due(SnapshotState state)
    {
        if (state.Id.Length == 0)
            yield break;
        if (state.Status is SnapshotStatus.InProgress)
        {
            yield return new SnapshotEffect.Keep();
            yield break;
        }

        if (!state.IsDevboxTold)
            yield return new SnapshotEffect.TellDevbox();
        if (state is { Status: SnapshotStatus.Deleted or SnapshotStatus.Error, MayHaveImage: true })
            yield return new SnapshotEffect.RemoveImage();
    }
}
