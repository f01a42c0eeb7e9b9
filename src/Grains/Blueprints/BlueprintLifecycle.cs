namespace BenchCluster.Blueprints;

/// <summary>The life of a blueprint, as a pure function.</summary>
internal static class BlueprintLifecycle
{
    /// <summary>The next state; the same instance when the event changes nothing.</summary>
    public static BlueprintState Decide(BlueprintState state, BlueprintEvent happened) => happened switch
    {
        BlueprintEvent.Created e => state.Id.Length > 0 ? state : state with
        {
            Id = e.Id,
            Request = e.Request,
            Dockerfile = e.Dockerfile,
            ContentHash = e.ContentHash,
            CreatedAt = e.At,
            Status = BlueprintStatus.Building,
            Confidential = e.Confidential,
            IsOnBase = e.IsOnBase,
            IsOffline = e.IsOffline,
        },
        _ when state.Id.Length == 0 => state,
        BlueprintEvent.ImageRemoved => state.MayHaveImage && state.IsDeleted ? state with { MayHaveImage = false } : state,
        _ when state.IsDeleted => state,
        BlueprintEvent.DeleteRequested => state with { IsDeleted = true, MayHaveImage = true },
        _ when state.IsTerminal => state,
        BlueprintEvent.Built e => state with { Status = BlueprintStatus.BuildComplete, Log = e.Log, FinishedAt = e.At },
        BlueprintEvent.Failed e => state with
        {
            Status = BlueprintStatus.Failed,
            FailureReason = e.Reason,
            FailureMessage = e.Message,
            Log = e.Log,
            FinishedAt = e.At,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown event."),
    };

    /// <summary>The effects that the state calls for.</summary>
    public static IEnumerable<BlueprintEffect> Due(BlueprintState state)
    {
        if (state is { Id.Length: > 0, IsDeleted: true, MayHaveImage: true })
            yield return new BlueprintEffect.RemoveImage();
        else if (state is { Id.Length: > 0, IsDeleted: false, IsTerminal: false })
            yield return new BlueprintEffect.Build();
    }
}
