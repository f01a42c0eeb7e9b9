using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Index;
using BenchCluster.Lifecycles;
using BenchCluster.NetworkPolicies;
using BenchCluster.Objects;

namespace BenchCluster.Blueprints;

/// <summary>A blueprint: the shell around <see cref="BlueprintLifecycle"/>.</summary>
internal sealed class BlueprintGrain(
    [PersistentState("blueprint")] IPersistentState<BlueprintState> storage,
    ResourceServices services,
    IContainerEngine engine,
    IObjectStore objects,
    BlueprintSecrets secrets,
    EgressReach reach,
    DevboxOptions options)
    : LifecycleGrain<BlueprintState, BlueprintEvent, BlueprintEffect>(ResourceKind.Blueprint, storage, services), IBlueprintGrain
{
    private const string HashLabel = "benchcluster.blueprint";
    private BuildLog _log = new();

    public async Task<BlueprintView> Create(BlueprintCreateRequest request)
    {
        if (!Exists)
        {
            var contextSha256 = request.BuildContext is { } context ? await ContextHashAsync(context.ObjectId) : null;
            var versions = await secrets.VersionsAsync(request);
            var isOffline = request.NetworkPolicyId is { } policy && await reach.ModeOfAsync("network_policy_id", policy) is NetworkMode.NoNetwork;
            // Devboxes made from it could not start.
            await reach.ResolveAsync(request.LaunchParameters);
            // Before tokens are taken out: where there is one, the clone has a mount for it.
            var (dockerfile, isOnBase) = await RecipeAsync(request);
            var (kept, encrypted) = secrets.Take(Id, request);
            await ApplyAsync(new BlueprintEvent.Created(
                Id, kept, dockerfile, BlueprintRecipe.Hash(request, dockerfile, contextSha256, versions, isOffline), encrypted,
                isOnBase, isOffline, Now));
        }

        return BlueprintViews.Of(State);
    }

    public async Task<string> Preview(BlueprintCreateRequest request) => (await RecipeAsync(request)).Dockerfile;

    public Task<BlueprintView> Get() => Task.FromResult(BlueprintViews.Of(Existing()));

    public async Task<BlueprintImage> GetImage(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (Existing().IsDeleted)
            throw BenchException.NotFound(ResourceKind.Blueprint, Id);
        await WaitUntilAsync(state => state.IsTerminal || state.IsDeleted, wait, cancellationToken);
        return State.IsDeleted
            ? throw BenchException.NotFound(ResourceKind.Blueprint, Id)
            : new BlueprintImage(State.Image, State.Status, State.FailureMessage, State.IsOnBase);
    }

    public Task<IReadOnlyList<BlueprintLogLine>> GetLog() => Task.FromResult(Existing().IsTerminal ? State.Log : _log.Lines(Now));

    public async Task Delete()
    {
        if (Existing().IsDeleted)
            throw BenchException.NotFound(ResourceKind.Blueprint, Id);
        var dependent = await Services.Index.ListAsync(
            new ResourceQuery
            {
                Kind = ResourceKind.Snapshot.Prefix,
                Fields = new Dictionary<string, string> { ["source_blueprint_id"] = Id },
                Limit = 1,
            },
            CancellationToken.None);
        if (dependent.Views.Count > 0)
            throw new BenchException(BenchError.Conflict, $"The blueprint '{Id}' has {dependent.TotalCount} snapshot(s) that depend on it; delete them first (GET /v1/devboxes/disk_snapshots?source_blueprint_id={Id}).");
        await ApplyAsync(new BlueprintEvent.DeleteRequested());
    }

    public Task Reconcile() => ResumeAsync();

    protected override BlueprintState Decide(BlueprintState state, BlueprintEvent happened) => BlueprintLifecycle.Decide(state, happened);

    protected override IEnumerable<BlueprintEffect> Due(BlueprintState state) => BlueprintLifecycle.Due(state);

    protected override async Task<BlueprintEvent> PerformAsync(BlueprintEffect effect, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case BlueprintEffect.Build:
                return await BuildAsync(cancellationToken);
            case BlueprintEffect.RemoveImage:
                if (!await IsSharedAsync(cancellationToken))
                    await engine.RemoveImageAsync(State.Image, cancellationToken);
                return new BlueprintEvent.ImageRemoved();
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "Unknown effect.");
        }
    }

    protected override BlueprintEvent? Explain(BlueprintEffect effect, Exception exception) => exception switch
    {
        // An image in use is tried again until it is not.
        _ when effect is not BlueprintEffect.Build => null,
        EngineException { Error: EngineError.Unavailable } => null,
        EngineException or BenchException or FileNotFoundException => new BlueprintEvent.Failed(
            BuildFailures.ReasonOf(exception), _log.Redact(exception.Message),
            [.. _log.Lines(Now), BuildLog.LineOf(_log.Redact(exception.Message), Now, "error")], Now),
        _ => null,
    };

    protected override ResourceRow Row(BlueprintState state) =>
        RowOf(state, BlueprintViews.Of(state), WireJson.NameOf(state.Status), isFinished: !BlueprintLifecycle.Due(state).Any(), state.Request!.Name) with
        {
            IsHidden = state.IsDeleted,
        };

    private async Task<BlueprintEvent> BuildAsync(CancellationToken cancellationToken)
    {
        var request = State.Request!;
        var mounts = await secrets.MountsAsync(State, cancellationToken);
        _log = new BuildLog(mounts.Values);
        await PullServicesAsync(request.Services ?? [], cancellationToken);
        if (await engine.InspectImageAsync(State.Image, cancellationToken) is not null)
            return new BlueprintEvent.Built([.. _log.Lines(Now), BuildLog.LineOf("The image was there already: the same content was built before.", Now)], Now);
        var contextId = request.BuildContext?.ObjectId;
        var lines = TaskScheduler.Current;
        await engine.BuildImageAsync(
            new ImageBuildSpec
            {
                Tag = State.Image,
                Dockerfile = State.Dockerfile,
                OpenContext = contextId is null ? null : token => objects.OpenReadAsync(contextId, token),
                Arguments = request.BuildArgs ?? new Dictionary<string, string>(),
                Secrets = mounts,
                Labels = new Dictionary<string, string> { [HashLabel] = State.ContentHash },
                HasNetwork = !State.IsOffline,
                Timeout = TimeSpan.FromSeconds(request.BuildTimeoutSec ?? 600),
            },
            // The engine reports from its own thread; the log belongs to the grain's.
            text => Task.Factory.StartNew(() => _log.Append(text, Now), CancellationToken.None, TaskCreationOptions.None, lines),
            cancellationToken);
        return new BlueprintEvent.Built(_log.Lines(Now), Now);
    }

    private async Task PullServicesAsync(IReadOnlyList<ContainerizedService> required, CancellationToken cancellationToken)
    {
        for (var i = 0; i < required.Count; i++)
        {
            if (required[i].BlueprintId is not null || await engine.InspectImageAsync(required[i].Image, cancellationToken) is not null)
                continue;
            _log.Append($"Fetching {required[i].Image} for the service '{required[i].Name}'\n", Now);
            await engine.PullImageAsync(required[i].Image, cancellationToken, secrets.CredentialsOf(State, i));
        }
    }

    private async Task<string> ContextHashAsync(string objectId)
    {
        var content = await GrainFactory.GetGrain<IStorageObjectGrain>(objectId).Get();
        return content is { State: ObjectState.ReadOnly, Sha256: { } sha256 }
            ? sha256
            : throw BenchException.Invalid("build_context.object_id", $"the object '{objectId}' is {WireJson.NameOf(content.State)}; complete its upload first.");
    }

    private async Task<(string Dockerfile, bool IsOnBase)> RecipeAsync(BlueprintCreateRequest request)
    {
        var (from, isOnBase) = request.BaseBlueprintId is { } baseId ? await BaseAsync(baseId) : (options.BaseImage, true);
        isOnBase &= string.IsNullOrWhiteSpace(request.Dockerfile) || StarterImage.IsLastOf(request.Dockerfile);
        return (BlueprintRecipe.Dockerfile(request, from, isOnBase, options.GitHost), isOnBase);
    }

    private async Task<(string Image, bool IsOnBase)> BaseAsync(string baseId)
    {
        var image = await GrainFactory.GetGrain<IBlueprintGrain>(baseId).GetImage(TimeSpan.Zero, CancellationToken.None);
        return image.Status is BlueprintStatus.BuildComplete
            ? (image.Image, image.IsOnBase)
            : throw BenchException.Invalid("base_blueprint_id", $"the blueprint '{baseId}' is {WireJson.NameOf(image.Status)}; it must be built.");
    }

    /// <summary>Whether another blueprint that is not deleted is of the same content.</summary>
    private async Task<bool> IsSharedAsync(CancellationToken cancellationToken)
    {
        var page = await Services.Index.ListAsync(
            new ResourceQuery
            {
                Kind = ResourceKind.Blueprint.Prefix,
                Fields = new Dictionary<string, string> { ["content_hash"] = State.ContentHash },
                Limit = 1,
                CountAll = false,
            },
            cancellationToken);
        return page.Views.Count > 0;
    }
}
