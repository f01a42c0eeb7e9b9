namespace BenchCluster.Devboxes;

/// <summary>The life of a devbox, as a pure function.</summary>
internal static class DevboxLifecycle
{
    /// <summary>The keep-alive time where none is asked for (the contract's default).</summary>
    public static readonly TimeSpan DefaultKeepAlive = TimeSpan.FromHours(1);

    private const int MostOutOfMemory = 20;

    /// <summary>The next state; the same instance when the event changes nothing.</summary>
    public static DevboxState Decide(DevboxState state, DevboxEvent happened) => happened switch
    {
        DevboxEvent.Created e => state.Id.Length > 0 ? state : Create(state, e),
        DevboxEvent.Updated e => Update(state, e),
        _ when state.Id.Length == 0 => state,
        DevboxEvent.Released e => state.NeedsRelease && state.IsTerminal && e.Epoch == state.Epoch
            ? state with { NeedsRelease = false }
            : state,
        DevboxEvent.SnapshotEnded e => state.ActiveSnapshots.Contains(e.SnapshotId)
            ? state with { ActiveSnapshots = [.. state.ActiveSnapshots.Where(id => id != e.SnapshotId)] }
            : state,
        DevboxEvent.NodeLost e => e.Node == state.Node ? LoseNode(state, e) : state,
        _ when state.IsTerminal => state,
        DevboxEvent.ImageResolved e => state is { Status: DevboxStatus.Queued, Image: null }
            ? state with { Image = e.Image, Facts = e.Facts }
            : state,
        DevboxEvent.PlaceGranted e => Place(state, e),
        DevboxEvent.Provisioned e => ComeUp(state, e),
        DevboxEvent.Initialized e => state is { Status: DevboxStatus.Initializing or DevboxStatus.Resuming, IsUp: true, IsRenewing: false } && e.Epoch == state.Epoch && e.Boot == state.Boot
            ? Enter(Begin(state, e.At) with { Facts = state.Facts! with { WorkingDirectory = state.Facts.WorkingDirectory ?? e.Home } }, DevboxStatus.Running, e.At)
            : state,
        DevboxEvent.SuspendRequested e => state.Status is DevboxStatus.Running
            ? Enter(state with { ExpiresAt = null }, DevboxStatus.Suspending, e.At)
            : state,
        DevboxEvent.Suspended e => state.Status is DevboxStatus.Suspending && e.Boot == state.Boot
            ? Enter(state with { HasPlace = false, IsUp = false }, DevboxStatus.Suspended, e.At)
            : state,
        DevboxEvent.ResumeRequested e => state.Status is DevboxStatus.Suspended
            ? Enter(state with { Boot = state.Boot + 1 }, DevboxStatus.Resuming, e.At)
            : state,
        DevboxEvent.RenewRequested e => state.Status is DevboxStatus.Running && state.Renewal?.Id != e.Renewal.Id ? Renew(state, e) : state,
        DevboxEvent.Renewed e => state is { Status: DevboxStatus.Resuming, IsRenewing: true } && e.Epoch == state.Epoch && e.Boot == state.Boot
            ? Enter(Begin(Become(state, e.As), e.At) with { IsUp = true, IsRenewing = false }, DevboxStatus.Running, e.At)
            : state,
        DevboxEvent.ActivitySeen e => state.Status is DevboxStatus.Running && !(state.LastActivityAt >= e.At) ? state with { LastActivityAt = e.At } : state,
        DevboxEvent.SnapshotBegun e => state.ActiveSnapshots.Contains(e.SnapshotId)
            ? state
            : state with { ActiveSnapshots = [.. state.ActiveSnapshots, e.SnapshotId] },
        DevboxEvent.Entrusted e => state with { Confidential = e.Confidential },
        DevboxEvent.TunnelChanged e => state with { Tunnel = e.Tunnel },
        DevboxEvent.OutOfMemorySeen e => state with { OutOfMemoryAt = [.. state.OutOfMemoryAt.TakeLast(MostOutOfMemory - 1), e.At] },
        DevboxEvent.KeptAlive e => state.Status is DevboxStatus.Running ? Begin(state, e.At) : state,
        DevboxEvent.Failed e => Fail(state, e.Reason, e.Message, e.IsInfrastructure, e.At),
        DevboxEvent.ContainerLost e => state.Epoch > 0 && e.Epoch == state.Epoch
            ? Fail(state, e.Reason, e.Message, e.IsInfrastructure, e.At)
            : state,
        DevboxEvent.ShutdownRequested e => Enter(
            state with { ShutdownReason = e.Reason, EndedAt = e.At, ExpiresAt = null }, DevboxStatus.Shutdown, e.At),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown event."),
    };

    /// <summary>Whether what is left to be done for it can only be done on a node that is not this one.</summary>
    public static bool IsAway(DevboxState state, string here) =>
        state.Node is { } node && node != here && (state.IsTerminal ? state.NeedsRelease : state.HasPlace);

    /// <summary>The effects that the state calls for, where its node is.</summary>
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
                yield return new DevboxEffect.Initialize(state.Epoch, state.Boot);
                break;
            case DevboxStatus.Running:
                foreach (var effect in DueWhileRunning(state))
                    yield return effect;
                break;
            case DevboxStatus.Suspending:
                yield return new DevboxEffect.Suspend(state.Epoch, state.Boot);
                break;
            case DevboxStatus.Resuming:
                yield return state.IsRenewing ? new DevboxEffect.Renew(state.Epoch, state.Boot)
                    : !state.HasPlace ? new DevboxEffect.Reserve()
                    : !state.IsUp ? new DevboxEffect.Restart(state.Epoch, state.Boot)
                    : new DevboxEffect.Initialize(state.Epoch, state.Boot);
                break;
            case DevboxStatus.Shutdown or DevboxStatus.Failure when state.NeedsRelease:
                yield return new DevboxEffect.Release(state.Epoch);
                break;
        }
    }

    private static IEnumerable<DevboxEffect> DueWhileRunning(DevboxState state)
    {
        if (state.Spec?.Request.LaunchParameters?.IdlePolicy() is { } policy)
            yield return new DevboxEffect.WatchIdle(policy, state.LastActivityAt ?? state.CreatedAt, state.Spec.Request.Entrypoint is null ? 0 : 1);
        else if (state.ExpiresAt is { } at)
            yield return new DevboxEffect.Expire(at);
        if (state.Spec?.Request.Entrypoint is not null)
            yield return new DevboxEffect.WatchEntrypoint(state.Boot);
    }

    private static DevboxState Create(DevboxState state, DevboxEvent.Created e) => Enter(
        state with
        {
            Id = e.Id,
            Spec = e.Spec,
            CreatedAt = e.At,
            NeedsRelease = true,
            Confidential = e.Confidential,
            Tunnel = e.Tunnel,
        },
        DevboxStatus.Queued, e.At);

    private static DevboxState Place(DevboxState state, DevboxEvent.PlaceGranted e) => state switch
    {
        { Status: DevboxStatus.Queued, Image: not null } => Enter(
            state with { Node = e.Node, Epoch = state.Epoch + 1, Boot = state.Boot + 1, HasPlace = true }, DevboxStatus.Provisioning, e.At),
        { Status: DevboxStatus.Resuming, HasPlace: false } => state with { HasPlace = true },
        _ => state,
    };

    private static DevboxState ComeUp(DevboxState state, DevboxEvent.Provisioned e) =>
        e.Epoch != state.Epoch || e.Boot != state.Boot ? state
        : state.Status is DevboxStatus.Provisioning ? Enter(state with { IsUp = true }, DevboxStatus.Initializing, e.At)
        : state is { Status: DevboxStatus.Resuming, HasPlace: true, IsRenewing: false } ? state with { IsUp = true }
        : state;

    /// <summary>It keeps its place: nobody else gets in between.</summary>
    private static DevboxState Renew(DevboxState state, DevboxEvent.RenewRequested e) => Enter(
        state with
        {
            Renewal = e.Renewal,
            IsRenewing = true,
            IsUp = false,
            Boot = state.Boot + 1,
            Epoch = e.Renewal.IsFromImage ? state.Epoch + 1 : state.Epoch,
            ExpiresAt = null,
        },
        DevboxStatus.Resuming, e.At);

    private static DevboxState Become(DevboxState state, DevboxIdentity? identity) =>
        identity is null ? state : state with { Spec = identity.Spec, Image = identity.Image, Facts = identity.Facts };

    /// <summary>Begins its times anew; an idle policy takes the place of the keep-alive time (the contract's rule).</summary>
    private static DevboxState Begin(DevboxState state, DateTimeOffset at) => state with
    {
        ExpiresAt = state.Spec?.Request.LaunchParameters?.IdlePolicy() is null ? at + KeepAlive(state) : null,
        LastActivityAt = at,
    };

    private static DevboxState Update(DevboxState state, DevboxEvent.Updated e) =>
        state.Spec is not { } spec ? state : state with
        {
            Spec = spec with
            {
                Request = spec.Request with { Name = e.Name ?? spec.Request.Name, Metadata = e.Metadata ?? spec.Request.Metadata },
            },
        };

    /// <summary>Nothing is left to be done for what is on it; when it comes back, its reaper finds the container unclaimed.</summary>
    private static DevboxState LoseNode(DevboxState state, DevboxEvent.NodeLost e) => state switch
    {
        { IsTerminal: true } => state with { NeedsRelease = false, HasPlace = false },
        { HasPlace: true } => Fail(
            state with { NeedsRelease = false, HasPlace = false }, FailureReason.ExecutionFailed, $"The node '{e.Node}' is lost.", isInfrastructure: true, e.At),
        _ => state,
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
