using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Index;
using BenchCluster.Lifecycles;
using BenchCluster.Objects;

namespace BenchCluster.Blueprints;

/// <summary>A blueprint: the shell around <see cref="BlueprintLifecycle"/>.</summary>
internal sealed class BlueprintGrain(
    [PersistentState("blueprint")] IPersistentState<BlueprintState> storage,
    ResourceServices services,
    IContainerEngine engine,
    IObjectStore objects,
    DevboxOptions options)
    : LifecycleGrain<BlueprintState, BlueprintEvent, BlueprintEffect>(ResourceKind.Blueprint, storage, services), IBlueprintGrain
{
    private const string HashLabel = "benchcluster.blueprint";
    private BuildLog _log = new();

    public async Task<BlueprintView> Create(BlueprintCreateRequest request)
    {
        if (!Exists)
        {
            string? contextSha256 = null;
            if (request.BuildContext is { } context)
            {
                var content = await GrainFactory.GetGrain<IStorageObjectGrain>(context.ObjectId).Get();
                contextSha256 = content is { State: ObjectState.ReadOnly, Sha256: { } sha256 }
                    ? sha256
                    : throw BenchException.Invalid("build_context.object_id", $"the object '{context.ObjectId}' is {WireJson.NameOf(content.State)}; complete its upload first.");
            }

            var dockerfile = BlueprintRecipe.Dockerfile(request, options.BaseImage);
            await ApplyAsync(new BlueprintEvent.Created(
                Id, request, dockerfile, BlueprintRecipe.Hash(request, dockerfile, contextSha256), Now));
        }

        return ViewOf(State);
    }

    public Task<BlueprintView> Get() => Task.FromResult(ViewOf(Existing()));

    public async Task<BlueprintImage> GetImage(TimeSpan wait, CancellationToken cancellationToken)
    {
        _ = Existing();
        await WaitUntilAsync(state => state.IsTerminal, wait, cancellationToken);
        return new BlueprintImage(State.Image, State.Status, State.FailureMessage);
    }

    public Task<IReadOnlyList<BlueprintLogLine>> GetLog() => Task.FromResult(Existing().IsTerminal ? State.Log : _log.Lines(Now));

    public Task Reconcile() => ResumeAsync();

    protected override BlueprintState Decide(BlueprintState state, BlueprintEvent happened) => BlueprintLifecycle.Decide(state, happened);

    protected override IEnumerable<BlueprintEffect> Due(BlueprintState state) => BlueprintLifecycle.Due(state);

    protected override async Task<BlueprintEvent> PerformAsync(BlueprintEffect effect, CancellationToken cancellationToken)
    {
        if (await engine.InspectImageAsync(State.Image, cancellationToken) is not null)
            return new BlueprintEvent.Built([BuildLog.LineOf("The image was there already: the same content was built before.", Now)], Now);
        _log = new BuildLog();
        var request = State.Request!;
        var contextId = request.BuildContext?.ObjectId;
        var lines = TaskScheduler.Current;
        await engine.BuildImageAsync(
            new ImageBuildSpec
            {
                Tag = State.Image,
                Dockerfile = State.Dockerfile,
                OpenContext = contextId is null ? null : token => objects.OpenReadAsync(contextId, token),
                Arguments = request.BuildArgs ?? new Dictionary<string, string>(),
                Labels = new Dictionary<string, string> { [HashLabel] = State.ContentHash },
                Timeout = TimeSpan.FromSeconds(request.BuildTimeoutSec ?? 600),
            },
            // The engine reports from its own thread; the log belongs to the grain's.
            text => Task.Factory.StartNew(() => _log.Append(text, Now), CancellationToken.None, TaskCreationOptions.None, lines),
            cancellationToken);
        return new BlueprintEvent.Built(_log.Lines(Now), Now);
    }

    protected override BlueprintEvent? Explain(BlueprintEffect effect, Exception exception) => exception switch
    {
        EngineException { Error: EngineError.Unavailable } => null,
        EngineException or BenchException or FileNotFoundException => new BlueprintEvent.Failed(
            exception.Message, [.. _log.Lines(Now), BuildLog.LineOf(exception.Message, Now, "error")], Now),
        _ => null,
    };

    protected override ResourceRow Row(BlueprintState state) =>
        RowOf(state, ViewOf(state), WireJson.NameOf(state.Status), state.IsTerminal, state.Request!.Name);

    private static BlueprintView ViewOf(BlueprintState state) => new()
    {
        Id = state.Id,
        Name = state.Request!.Name,
        Status = state.Status,
        CreateTimeMs = state.CreatedAt.ToUnixTimeMilliseconds(),
        Parameters = state.Request,
        FailureReason = state.Status is BlueprintStatus.Failed ? "build_failed" : null,
        FailureMessage = state.FailureMessage,
        BuildFinishTimeMs = state.FinishedAt?.ToUnixTimeMilliseconds(),
        ContentHash = state.ContentHash,
        Metadata = state.Request.Metadata ?? new Dictionary<string, string>(),
    };
}
