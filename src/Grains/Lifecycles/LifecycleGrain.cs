namespace BenchCluster.Lifecycles;

/// <summary>
/// The actor shell around a pure lifecycle. An event is decided, the new state is saved, and then the effects that the
/// state calls for are started off-turn; each ends in an event. What is called for is a function of the state alone:
/// so an effect that is no longer called for is canceled, and recovery is nothing but asking the saved state again.
/// Nothing is started while a canceled effect has not ended: what undoes its work must not overtake it.
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

    private readonly Dictionary<TEffect, CancellationTokenSource> _inFlight = [];
    private readonly Queue<Outcome> _inbox = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IGrainTimer? _ticks;
    private bool _isGoing;

    /// <summary>The next state; the same instance when the event changes nothing.</summary>
    protected abstract TState Decide(TState state, TEvent happened);

    /// <summary>The effects that the state calls for.</summary>
    protected abstract IEnumerable<TEffect> Due(TState state);

    /// <summary>Carries out an effect; the event that it ended in.</summary>
    protected abstract Task<TEvent> PerformAsync(TEffect effect, CancellationToken cancellationToken);

    /// <summary>The event that a failed effect ends in, or null when it shall be tried again.</summary>
    protected abstract TEvent? Explain(TEffect effect, Exception exception);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (Exists)
            StartDue();
    }

    /// <summary>Goes away, to be activated anew where its placement says; who waits is let go.</summary>
    protected void Leave()
    {
        _isGoing = true;
        _changed.TrySetResult();
        DeactivateOnIdle();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isGoing = true;
        foreach (var canceler in _inFlight.Values)
            canceler.Cancel();
        _changed.TrySetResult();
        var isLeftUndone = Exists && Due(State).Any();
        if (isLeftUndone && reason.ReasonCode is not DeactivationReasonCode.ShuttingDown)
        {
            // Off the grain, which is going away: nobody else may be there to wake the next activation.
            _ = Task.Run(() => ReviveAsync(this.AsReference<ILifecyclePump>()), CancellationToken.None);
        }

        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>Decides, saves, and starts what is due.</summary>
    protected Task ApplyAsync(TEvent happened) => CommitAsync(After(State, happened));

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
        var next = State;
        while (_inbox.TryDequeue(out var outcome))
        {
            // Only now may an equal effect be started: until its event is applied, the state still calls for this one.
            Forget(outcome.Effect, outcome.Canceler);
            next = After(next, outcome.Event);
        }

        await CommitAsync(next);
        StartDue();
    }

    /// <summary>Goes on from the saved state: what recovery calls.</summary>
    protected virtual async Task ResumeAsync()
    {
        if (!Exists)
            return;
        await ProjectAsync();
        StartDue();
    }

    private TState After(TState state, TEvent happened)
    {
        var next = Decide(state, happened);
        if (!ReferenceEquals(next, state))
            LogApplied(Log, Id, happened);
        return next;
    }

    private async Task CommitAsync(TState next)
    {
        if (ReferenceEquals(next, State))
            return;
        await SaveAsync(next);
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        StartDue();
    }

    private void StartDue()
    {
        if (_isGoing)
            return;
        var due = Due(State).ToHashSet();
        KeepActive(due.Count > 0);
        var ending = _inFlight.Where(run => !due.Contains(run.Key)).Select(run => run.Value).ToList();
        foreach (var canceler in ending)
            canceler.Cancel();
        if (ending.Count > 0)
            return;
        foreach (var effect in due)
        {
            if (_inFlight.ContainsKey(effect))
                continue;
            var canceler = new CancellationTokenSource();
            _inFlight.Add(effect, canceler);
            // Not awaited: a turn never waits for the world. It stays on the grain's scheduler.
            _ = RunAsync(effect, canceler);
        }
    }

    /// <summary>Keeps the activation while there is something to do, and starts again what an unforeseen error may have ended.</summary>
    private void KeepActive(bool isBusy)
    {
        if (isBusy)
        {
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
            var happened = await OutcomeAsync(effect, canceler.Token);
            _inbox.Enqueue(new Outcome(effect, canceler, happened));
            await this.AsReference<ILifecyclePump>().Pump();
        }
        catch (OperationCanceledException) when (canceler.IsCancellationRequested)
        {
            // No longer called for. What cancels it may be running it: that shall finish first.
            await Task.Yield();
            Forget(effect, canceler);
            StartDue();
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

    private async Task<TEvent> OutcomeAsync(TEffect effect, CancellationToken cancellationToken)
    {
        for (var pause = RetryPause.First; ; pause = RetryPause.After(pause))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var happened = await PerformAsync(effect, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                return happened;
            }
            catch (Exception e)
            {
                // What comes out of an effect that is no longer called for explains nothing, nor what fails because the
                // silo stops: the grain goes away next.
                cancellationToken.ThrowIfCancellationRequested();
                if (Services.Host.ApplicationStopping.IsCancellationRequested)
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                if (Explain(effect, e) is { } outcome)
                    return outcome;
                LogRetry(Log, e, Id, effect);
            }

            await Task.Delay(pause, Services.Clock, cancellationToken);
        }
    }

    /// <summary>Has the grain activated again, which goes on from its saved state.</summary>
    private async Task ReviveAsync(ILifecyclePump self)
    {
        for (var pause = RetryPause.First; !Services.Host.ApplicationStopping.IsCancellationRequested; pause = RetryPause.After(pause))
        {
            await Task.Delay(pause, Services.Clock, CancellationToken.None);
            try
            {
                await self.Pump();
                return;
            }
            catch (Exception e)
            {
                LogReviveFailed(Log, e, Id);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Id}: {Event}")]
    private static partial void LogApplied(ILogger logger, string id, TEvent @event);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id}: {Effect} failed and will be tried again.")]
    private static partial void LogRetry(ILogger logger, Exception exception, string id, TEffect effect);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id}: the outcome of {Effect} could not be taken; the grain starts over.")]
    private static partial void LogPumpFailed(ILogger logger, Exception exception, string id, TEffect effect);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id} has work left and could not be activated yet.")]
    private static partial void LogReviveFailed(ILogger logger, Exception exception, string id);

    /// <summary>The event that a run of an effect ended in.</summary>
    private sealed record Outcome(TEffect Effect, CancellationTokenSource Canceler, TEvent Event);
}
