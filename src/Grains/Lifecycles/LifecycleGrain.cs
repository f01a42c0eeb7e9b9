
namespace BenchCluster.Lifecycles;

/// <summary>
/// The actor shell around a pure lifecycle. An event is decided, the new state is saved, and then the effects that the
/// state calls for are started off-turn; each ends in an event. What is called for is a function of the state alone:
/// so an effect that is no longer called for is canceled, and recovery is nothing but asking the saved state again.
/// Effects must be idempotent, because after a crash they run again.
/// </summary>
/// <typeparam name="TState">The persisted state.</typeparam>
/// <typeparam name="TEvent">What can happen.</typeparam>
/// <typeparam name="TEffect">What can be called for; equal effects are the same effect.</typeparam>
internal abstract partial class LifecycleGrain<TState, TEvent, TEffect>(
    ResourceKind kind, IPersistentState<TState> storage, ResourceServices services)
    : ResourceGrain<TState>(kind, storage, services), ILifecyclePump
    where TState : ResourceState, new()
    where TEvent : class
    where TEffect : class
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(15);

    private readonly Dictionary<TEffect, CancellationTokenSource> _inFlight = [];
    private readonly Queue<TEvent> _inbox = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IGrainTimer? _ticks;

    /// <summary>The next state; the same instance when the event changes nothing.</summary>
    protected abstract TState Decide(TState state, TEvent happened);

    /// <summary>The effects that the state calls for.</summary>
    protected abstract IEnumerable<TEffect> Due(TState state);

    /// <summary>Carries out an effect; the event that it ended in, or null when there is none.</summary>
    protected abstract Task<TEvent?> PerformAsync(TEffect effect, CancellationToken cancellationToken);

    /// <summary>The event that a failed effect ends in, or null when it shall be tried again.</summary>
    protected abstract TEvent? Explain(TEffect effect, Exception exception);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (Exists)
            StartDue();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        foreach (var canceler in _inFlight.Values)
            canceler.Cancel();
        _changed.TrySetResult();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>Decides, saves, and starts what is due.</summary>
    protected async Task ApplyAsync(TEvent happened)
    {
        var next = Decide(State, happened);
        if (ReferenceEquals(next, State))
            return;
        await SaveAsync(next);
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        LogApplied(Log, Id, happened);
        StartDue();
    }

    /// <summary>Waits until the condition holds of the state, or the time is over, or the grain goes away.</summary>
    protected async Task WaitUntilAsync(Func<TState, bool> condition, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(wait);
        while (!condition(State))
        {
            var changed = _changed.Task;
            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (_changed.Task.IsCompleted)
                return;
        }
    }

    /// <inheritdoc/>
    public async Task Pump()
    {
        while (_inbox.TryDequeue(out var happened))
            await ApplyAsync(happened);
    }

    /// <summary>Goes on from the saved state: what recovery calls.</summary>
    protected async Task ResumeAsync()
    {
        if (!Exists)
            return;
        await ProjectAsync();
        StartDue();
    }

    private void StartDue()
    {
        var due = Due(State).ToHashSet();
        foreach (var (effect, canceler) in _inFlight)
        {
            if (!due.Contains(effect))
                canceler.Cancel();
        }

        foreach (var effect in due)
        {
            if (_inFlight.ContainsKey(effect))
                continue;
            var canceler = new CancellationTokenSource();
            _inFlight.Add(effect, canceler);
            // Not awaited: a turn never waits for the world. It stays on the grain's scheduler.
            _ = RunAsync(effect, canceler);
        }

        if (due.Count > 0)
        {
            // Keeps the activation, and starts again what an unforeseen error may have ended.
            _ticks ??= this.RegisterGrainTimer(
                static (self, _) => self.ResumeAsync(), this,
                new GrainTimerCreationOptions(TickPeriod, TickPeriod) { KeepAlive = true });
        }
        else
        {
            _ticks?.Dispose();
            _ticks = null;
        }
    }

    private async Task RunAsync(TEffect effect, CancellationTokenSource canceler)
    {
        // Lets the turn that called for it finish first.
        await Task.Yield();
        try
        {
            var outcome = await OutcomeAsync(effect, canceler.Token);
            Forget(effect, canceler);
            if (outcome is null)
                return;
            _inbox.Enqueue(outcome);
            await this.AsReference<ILifecyclePump>().Pump();
        }
        catch (OperationCanceledException) when (canceler.IsCancellationRequested)
        {
            // No longer called for.
        }
        catch (Exception e)
        {
            // Saving the event failed: the grain starts over from its saved state and performs the effect again.
            LogPumpFailed(Log, e, Id, effect);
            DeactivateOnIdle();
        }
        finally
        {
            Forget(effect, canceler);
            canceler.Dispose();
        }
    }

    /// <summary>Forgets this run of the effect; a later run of an equal effect stays.</summary>
    private void Forget(TEffect effect, CancellationTokenSource canceler)
    {
        if (_inFlight.TryGetValue(effect, out var current) && ReferenceEquals(current, canceler))
            _inFlight.Remove(effect);
    }

    private async Task<TEvent?> OutcomeAsync(TEffect effect, CancellationToken cancellationToken)
    {
        for (var pause = FirstRetry; ; pause = pause * 2 > LastRetry ? LastRetry : pause * 2)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await PerformAsync(effect, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception e)
            {
                if (Explain(effect, e) is { } outcome)
                    return outcome;
                LogRetry(Log, e, Id, effect);
            }

            await Task.Delay(pause, Services.Clock, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Id}: {Event}")]
    private static partial void LogApplied(ILogger logger, string id, TEvent @event);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id}: {Effect} failed and will be tried again.")]
    private static partial void LogRetry(ILogger logger, Exception exception, string id, TEffect effect);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id}: the outcome of {Effect} could not be taken; the grain starts over.")]
    private static partial void LogPumpFailed(ILogger logger, Exception exception, string id, TEffect effect);
}
