using BenchCluster.Blueprints;
using BenchCluster.Engine;
using BenchCluster.Index;
using BenchCluster.Lifecycles;
using BenchCluster.NetworkPolicies;
using BenchCluster.Nodes;
using BenchCluster.Objects;

namespace BenchCluster.Devboxes;

/// <summary>A devbox: the shell around <see cref="DevboxLifecycle"/>.</summary>
// While anything is due the grain keeps itself active. There are too many that have ended to keep them in memory for long.
[CollectionAgeLimit(Minutes = 2)]
[OnNode]
internal sealed partial class DevboxGrain(
    [PersistentState("devbox")] IPersistentState<DevboxState> storage,
    ResourceServices services,
    DevboxProvisioner provisioner,
    DevboxInitializer initializer,
    DevboxSuspension suspension,
    DevboxRenewal renewal,
    ConfidentialValues confidential,
    MountReferences references,
    EgressReach reach,
    IDevboxHost host,
    IObjectStore objects,
    DevboxPlace place,
    NodeIdentity identity)
    : LifecycleGrain<DevboxState, DevboxEvent, DevboxEffect>(ResourceKind.Devbox, storage, services), IDevboxGrain, IDevboxWork, IDevboxDisk
{
    /// <summary>How much later than its deed it may be told that the kernel killed.</summary>
    private static readonly TimeSpan OutOfMemoryNews = TimeSpan.FromSeconds(2);

    private readonly IdleWatch _idle = new(host, services.Clock);
    private DevboxConfidential? _confidential;

    private bool IsAway => DevboxLifecycle.IsAway(State, identity.Node);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (Exists && State is { HasPlace: true, IsTerminal: false })
            await place.AdoptAsync(State);
        else if (Exists && State is { Status: DevboxStatus.Suspended })
            await place.ParkAsync(State);
    }

    public async Task<DevboxView> Create(DevboxSpec spec)
    {
        if (Exists)
            return DevboxViews.Of(State);
        IReadOnlyList<ContainerizedService>? offered = null;
        var (request, encrypted) = await confidential.TakeAsync(Id, await references.ResolveAsync(spec.Request));
        if (request.BlueprintId is { } blueprint)
        {
            var from = await GrainFactory.GetGrain<IBlueprintGrain>(blueprint).Get();
            if (from.State is "deleted")
                throw BenchException.NotFound(ResourceKind.Blueprint, blueprint);
            request = request with { LaunchParameters = LaunchInheritance.Of(request.LaunchParameters, from.Parameters.LaunchParameters) };
            offered = from.ContainerizedServices;
        }

        request = request with { LaunchParameters = await reach.ResolveAsync(request.LaunchParameters) };
        var services = DevboxServices.Required(request.LaunchParameters?.RequiredServices, offered);

        var tunnel = request.Tunnel is { } asked ? NewTunnel(request, asked) : null;
        await ApplyAsync(new DevboxEvent.Created(Id, spec with { Request = request, Services = services }, encrypted, tunnel, Now));
        return DevboxViews.Of(State);
    }

    public async Task<DevboxView> Get()
    {
        var view = DevboxViews.Of(Existing());
        return State is { Status: DevboxStatus.Queued, Image: not null } ? view with { QueuePosition = await place.PositionAsync(Id) } : view;
    }

    public Task NoteOutOfMemory() => Exists ? ApplyAsync(new DevboxEvent.OutOfMemorySeen(Now)) : Task.CompletedTask;

    public async Task<DevboxView> WaitForStatus(
        IReadOnlyList<DevboxStatus> statuses, TimeSpan wait, CancellationToken cancellationToken)
    {
        _ = Existing();
        await WaitUntilAsync(state => statuses.Contains(state.Status), wait, cancellationToken);
        return DevboxViews.Of(Existing());
    }

    public async Task<DevboxView> Update(string? name, IReadOnlyDictionary<string, string>? metadata)
    {
        _ = Existing();
        if (name is not null || metadata is not null)
            await ApplyAsync(new DevboxEvent.Updated(name, metadata));
        return DevboxViews.Of(State);
    }

    public Task<DevboxUsageView> Usage() => Task.FromResult(DevboxUsage.Of(Existing(), Now));

    public async Task<DevboxView> Shutdown(ShutdownReason reason, bool force)
    {
        if (Existing() is { IsTerminal: false, ActiveSnapshots.Count: > 0 } && !force)
            throw new BenchException(BenchError.Conflict, $"The devbox '{Id}' has {State.ActiveSnapshots.Count} snapshot(s) in progress; wait for them, or shut down with force=true.");
        await ApplyAsync(new DevboxEvent.ShutdownRequested(reason, Now));
        return DevboxViews.Of(State);
    }

    public async Task KeepAlive()
    {
        if (Existing().Status is not DevboxStatus.Running)
            throw NotRunning();
        await ApplyAsync(new DevboxEvent.KeptAlive(Now));
    }

    public Task Reconcile() => ResumeAsync();

    public Task<bool> Claims(int epoch) => Task.FromResult(
        Exists && State.NeedsRelease && (State.Epoch == epoch || (State.IsRenewing && State.Epoch - 1 == epoch)));

    /// <summary>Compares the saved state with what the engine has, then goes on.</summary>
    protected override async Task ResumeAsync()
    {
        if (await LostAsync() is { } lost)
            await ApplyAsync(lost);
        if (State is { IsTerminal: true, NeedsRelease: false })
            await place.ReleaseAsync(Id);
        await base.ResumeAsync();
    }

    protected override DevboxState Decide(DevboxState state, DevboxEvent happened) => DevboxLifecycle.Decide(state, happened);

    protected override IEnumerable<DevboxEffect> Due(DevboxState state) =>
        DevboxLifecycle.IsAway(state, identity.Node) ? [new DevboxEffect.AwaitNode(state.Node!)] : DevboxLifecycle.Due(state);

    protected override async Task<DevboxEvent> PerformAsync(DevboxEffect effect, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case DevboxEffect.ResolveImage:
                return await provisioner.ResolveImageAsync(State, GrainFactory, cancellationToken);
            case DevboxEffect.Reserve:
                return await place.ReserveAsync(State, cancellationToken);
            case DevboxEffect.AwaitNode wait:
                return await AwaitNodeAsync(wait, cancellationToken);
            case DevboxEffect.Provision:
                return await provisioner.ProvisionAsync(State, cancellationToken);
            case DevboxEffect.Restart:
                return await provisioner.RestartAsync(State, cancellationToken);
            case DevboxEffect.Renew:
                return await renewal.RenewAsync(State, GrainFactory, cancellationToken);
            case DevboxEffect.Suspend suspend:
                await suspension.SuspendAsync(State, provisioner.NameOf(Id, suspend.Epoch), cancellationToken);
                await place.ParkAsync(State);
                return new DevboxEvent.Suspended(suspend.Boot, Now);
            case DevboxEffect.WatchIdle watch:
                return await _idle.WaitAsync(Id, watch, cancellationToken);
            case DevboxEffect.WatchEntrypoint watch:
                var ended = await Entrypoint.WaitAsync(host.Connect(Id), watch.Boot, cancellationToken);
                return LaunchSteps.WasKilled(ended) && await RanOutOfMemoryAsync(cancellationToken)
                    ? new DevboxEvent.Failed(FailureReason.OutOfMemory, "Its entrypoint was killed because the devbox had no memory left.", false, Now)
                    : new DevboxEvent.ShutdownRequested(ShutdownReason.EntrypointExit, Now);
            case DevboxEffect.Initialize:
                try
                {
                    return await initializer.InitializeAsync(State, RanOutOfMemoryAsync, cancellationToken);
                }
                catch (AgentUnreachableException)
                {
                    if (await LostAsync() is { } lost)
                        return lost;
                    throw;
                }

            case DevboxEffect.Expire expire:
                if (expire.At - Now is { Ticks: > 0 } left)
                    await Task.Delay(left, Services.Clock, cancellationToken);
                return new DevboxEvent.ShutdownRequested(ShutdownReason.KeepAliveTimeout, Now);
            case DevboxEffect.Release release:
                await provisioner.ReleaseAsync(State, cancellationToken);
                await place.ReleaseAsync(Id);
                return new DevboxEvent.Released(release.Epoch);
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "Unknown effect.");
        }
    }

    protected override DevboxEvent? Explain(DevboxEffect effect, Exception exception) =>
        effect is DevboxEffect.ResolveImage or DevboxEffect.Provision or DevboxEffect.Restart or DevboxEffect.Renew or DevboxEffect.Initialize ? provisioner.Explain(exception) : null;

    protected override ResourceRow Row(DevboxState state)
    {
        var view = DevboxViews.Of(state);
        return RowOf(state, view, WireJson.NameOf(state.Status), state.IsTerminal && !state.NeedsRelease, view.Name);
    }

    /// <summary>Goes to its node when that is there: the grain is activated anew, next to its engine.</summary>
    private async Task<DevboxEvent> AwaitNodeAsync(DevboxEffect.AwaitNode wait, CancellationToken cancellationToken)
    {
        if (await place.IsLostAsync(State, cancellationToken))
            return new DevboxEvent.NodeLost(wait.Node, Now);
        Leave();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Whether the kernel killed for want of memory just now; the engine may tell of that after the process has ended.</summary>
    private async Task<bool> RanOutOfMemoryAsync(CancellationToken cancellationToken)
    {
        await WaitUntilAsync(WasSeen, OutOfMemoryNews, cancellationToken);
        return WasSeen(State);

        bool WasSeen(DevboxState state) => state.OutOfMemoryAt.Any(at => Now - at < DevboxProvisioner.JustNow);
    }

    /// <summary>The loss of the container, when it is known not to run any more.</summary>
    private async Task<DevboxEvent?> LostAsync()
    {
        try
        {
            return State.NeedsContainer && !IsAway
                ? await provisioner.CheckAsync(State, CancellationToken.None)
                : null;
        }
        catch (EngineException e)
        {
            // Nobody knows. When the engine answers again its events are followed again, and the devbox is asked again.
            LogUnchecked(Log, Id, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id}: whether its container runs is not known: {Reason}")]
    private static partial void LogUnchecked(ILogger logger, string id, string reason);

    private BenchException NotRunning() => new(
        BenchError.Conflict,
        $"The devbox '{Id}' is {WireJson.NameOf(State.Status)}, not running.{(State.FailureMessage is { } why ? $" {why}" : "")}");
}
