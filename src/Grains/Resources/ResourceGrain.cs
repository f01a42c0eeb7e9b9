using System.Text.Json;
using BenchCluster.Index;

namespace BenchCluster.Resources;

/// <summary>
/// The shell of every resource: loads, saves and projects its state. The state is written first and is the truth; the
/// row of the index follows, and a row that could not be written is written again.
/// </summary>
/// <typeparam name="TState">The persisted state.</typeparam>
internal abstract partial class ResourceGrain<TState>(
    ResourceKind kind, IPersistentState<TState> storage, ResourceServices services) : Grain
    where TState : ResourceState, new()
{
    private bool _isRowStale;

    /// <summary>
    /// The state as it is saved, never one that is still being written; <see cref="ResourceState.Id"/> is empty while the
    /// resource was never created.
    /// </summary>
    protected TState State { get; private set; } = new();

    protected ResourceServices Services => services;

    protected ILogger Log { get; } = services.Loggers.CreateLogger($"BenchCluster.{kind.Prefix}");

    protected string Id => this.GetPrimaryKeyString();

    protected bool Exists => State.Id.Length > 0;

    protected DateTimeOffset Now => services.Clock.GetUtcNow();

    /// <summary>The state, when the resource exists.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>.</exception>
    protected TState Existing() => Exists ? State : throw BenchException.NotFound(kind, Id);

    /// <exception cref="BenchException"><see cref="BenchError.Unavailable"/>: a newer version wrote the state.</exception>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (storage.State.Schema > ResourceState.NewestSchema)
        {
            throw new BenchException(
                BenchError.Unavailable,
                $"The state of {kind} '{Id}' has schema version {storage.State.Schema}, newer than the {ResourceState.NewestSchema} that this build knows. Use the build that wrote it, or a newer one.");
        }

        State = storage.State;
        // Whether the row survived a crash between the two writes cannot be known more cheaply than it is written.
        _isRowStale = Exists;
        await ProjectAsync();
        await base.OnActivateAsync(cancellationToken);
    }

    /// <summary>Saves the state and its row. When the state cannot be saved nothing has changed, and the grain starts over.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Unavailable"/>.</exception>
    protected async Task SaveAsync(TState next)
    {
        var saved = next with { Revision = State.Revision + 1 };
        storage.State = saved;
        try
        {
            await storage.WriteStateAsync();
        }
        catch (Exception e)
        {
            storage.State = State;
            LogSaveFailed(Log, e, Id);
            // The ETag in memory may be stale now; only reading anew tells.
            DeactivateOnIdle();
            throw new BenchException(BenchError.Unavailable, $"The state of {kind} '{Id}' could not be saved; nothing has changed.");
        }

        State = saved;
        _isRowStale = true;
        await ProjectAsync();
    }

    /// <summary>Writes the row of the index when it is not known to be current.</summary>
    protected async Task ProjectAsync()
    {
        if (!_isRowStale)
            return;
        try
        {
            await services.Index.UpsertAsync(Row(State), CancellationToken.None);
            _isRowStale = false;
        }
        catch (Exception e)
        {
            LogProjectFailed(Log, e, Id);
        }
    }

    /// <summary>Removes the row and its names, then the state: from now on the resource does not exist.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Unavailable"/>: it may be found no more, but exists until it is removed again.</exception>
    protected async Task RemoveAsync()
    {
        try
        {
            // The state last: without it nobody could ask for the removal of a row that is left.
            await services.Index.RemoveAsync(Id, CancellationToken.None);
            await storage.ClearStateAsync();
        }
        catch (Exception e)
        {
            LogSaveFailed(Log, e, Id);
            DeactivateOnIdle();
            throw new BenchException(BenchError.Unavailable, $"The {kind} '{Id}' could not be removed; try again.");
        }

        State = new();
        _isRowStale = false;
    }

    /// <summary>The row of the index for a state.</summary>
    protected abstract ResourceRow Row(TState state);

    /// <summary>A row with what is the same for every kind.</summary>
    protected ResourceRow RowOf<TView>(TState state, TView view, string status, bool isFinished, string? name = null) => new()
    {
        Id = state.Id,
        Kind = kind.Prefix,
        Version = state.Revision,
        Name = name,
        Status = status,
        IsFinished = isFinished,
        CreatedAt = state.CreatedAt,
        View = JsonSerializer.Serialize(view, WireJson.Options),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "The state of {Id} could not be saved.")]
    private static partial void LogSaveFailed(ILogger logger, Exception exception, string id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The index row of {Id} could not be written; it will be written again.")]
    private static partial void LogProjectFailed(ILogger logger, Exception exception, string id);
}
