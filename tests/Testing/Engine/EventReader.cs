using System.Threading.Channels;
using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>Follows an engine's events from the moment that it is made.</summary>
public sealed class EventReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Channel<ContainerEvent> _events = Channel.CreateUnbounded<ContainerEvent>();
    private readonly Task _reading;

    /// <summary>Begins to follow.</summary>
    public EventReader(IContainerEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _reading = ReadAsync(engine);
    }

    /// <summary>The next event that is wanted; those before it are passed over.</summary>
    /// <exception cref="EngineException">The stream has ended.</exception>
    public async Task<ContainerEvent> NextAsync(Func<ContainerEvent, bool> isWanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        while (await _events.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_events.Reader.TryRead(out var happened) && isWanted(happened))
                return happened;
        }

        throw new InvalidOperationException("The events have ended.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _cancellation.CancelAsync();
        await _reading;
        _cancellation.Dispose();
    }

    private async Task ReadAsync(IContainerEngine engine)
    {
        try
        {
            await foreach (var happened in engine.WatchAsync(_cancellation.Token))
                _events.Writer.TryWrite(happened);
            _events.Writer.Complete();
        }
        catch (EngineException e)
        {
            _events.Writer.Complete(e);
        }
    }
}
