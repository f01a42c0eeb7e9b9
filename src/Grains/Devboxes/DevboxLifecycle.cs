namespace BenchCluster.Devboxes;

/// <summary>The life of a devbox, as a pure function.</summary>
internal static class DevboxLifecycle
{
    /// <summary>The keep-alive time where none is asked for (the contract's default).</summary>
    public static readonly TimeSpan DefaultKeepAlive = TimeSpan.FromHours(1);

    /// <summary>The next state; the same instance when the event changes nothing.</summary>
    public static DevboxState Decide(DevboxState state, DevboxEvent happened) => happened switch
    {
        DevboxEvent.Created e => state.Id.Length > 0 ? state : Create(state, e),
        DevboxEvent.Updated e => Update(state, e),
        _ when state.Id.Length == 0 => state,
        DevboxEvent.Released e => state.NeedsRelease && state.IsTerminal && e.Epoch == state.Epoch
            ? state with { NeedsRelease = false }
            : state,
        _ when state.IsTerminal => state,
        DevboxEvent.ImageResolved e => state is { Status: DevboxStatus.Queued, Image: null }
            ? state with { Image = e.Image, Facts = e.Facts }
            : state,
        DevboxEvent.PlaceGranted e => state is { Status: DevboxStatus.Queued, Image: not null }
            ? Enter(state with { Node = e.Node, Epoch = state.Epoch + 1 }, DevboxStatus.Provisioning, e.At)
            : state,
        DevboxEvent.Provisioned e => state.Status is DevboxStatus.Provisioning && e.Epoch == state.Epoch
            ? Enter(state, DevboxStatus.Initializing, e.At)
            : state,
        DevboxEvent.Initialized e => state.Status is DevboxStatus.Initializing && e.Epoch == state.Epoch
            ? Enter(
                state with
                {
                    ExpiresAt = e.At + KeepAlive(state),
                    Facts = state.Facts! with { WorkingDirectory = state.Facts.WorkingDirectory ?? e.Home },
                },
                DevboxStatus.Running, e.At)
            : state,
        DevboxEvent.KeptAlive e => state.Status is DevboxStatus.Running
            ? state with { ExpiresAt = e.At + KeepAlive(state) }
            : state,
        DevboxEvent.Failed e => Fail(state, e.Reason, e.Message, e.IsInfrastructure, e.At),
        DevboxEvent.ContainerLost e => state.Epoch > 0 && e.Epoch == state.Epoch
            ? Fail(state, e.Reason, e.Message, e.IsInfrastructure, e.At)
            : state,
        DevboxEvent.ShutdownRequested e => Enter(
            state with { ShutdownReason = e.Reason, EndedAt = e.At, ExpiresAt = null }, DevboxStatus.Shutdown, e.At),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown event."),
    };

    /// <summary>The effects that the state calls for.</summary>
    public static IEnumerable<DevboxEffect> Due(DevboxState state)
    {
        if (state.Id.Length == 0)
            yield break;
        switch (state.Status)
        {
            case DevboxStatus.Queued:
                yield return state.Image is null ? new DevboxEffect.ResolveImage() : new DevboxEffect.Reserve();
                break;
            case DevboxStatus.Provisioning:
                yield return new DevboxEffect.Provision(state.Epoch);
                break;
            case DevboxStatus.Initializing:
                yield return new DevboxEffect.Initialize(state.Epoch);
                break;
            case DevboxStatus.Running when state.ExpiresAt is { } at:
                yield return new DevboxEffect.Expire(at);
                break;
            case DevboxStatus.Shutdown or DevboxStatus.Failure when state.NeedsRelease:
                yield return new DevboxEffect.Release(state.Epoch);
                break;
        }
    }

    private static DevboxState Create(DevboxState state, DevboxEvent.Created e) =>
        Enter(state with { Id = e.Id, Spec = e.Spec, CreatedAt = e.At, NeedsRelease = true }, DevboxStatus.Queued, e.At);

    private static DevboxState Update(DevboxState state, DevboxEvent.Updated e) =>
        state.Spec is not { } spec ? state : state with
        {
            Spec = spec with
            {
                Request = spec.Request with { Name = e.Name ?? spec.Request.Name, Metadata = e.Metadata ?? spec.Request.Metadata },
            },
        };

    private static DevboxState Fail(
        DevboxState state, FailureReason reason, string message, bool isInfrastructure, DateTimeOffset at) =>
        Enter(
            state with
            {
                FailureReason = reason,
                FailureMessage = message,
                IsInfrastructureFailure = isInfrastructure,
                EndedAt = at,
                ExpiresAt = null,
            },
            DevboxStatus.Failure, at, message);

    private static DevboxState Enter(DevboxState state, DevboxStatus status, DateTimeOffset at, string? failure = null) =>
        state with
        {
            Status = status,
            Transitions =
            [
                .. state.Transitions,
                new() { Status = status, TransitionTimeMs = at.ToUnixTimeMilliseconds(), FailureReason = failure },
            ],
        };

    private static TimeSpan KeepAlive(DevboxState state) =>
        state.Spec?.Request.LaunchParameters?.KeepAliveTimeSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : DefaultKeepAlive;
}
