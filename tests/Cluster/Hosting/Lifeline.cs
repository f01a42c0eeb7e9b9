using System.Runtime.CompilerServices;

namespace BenchCluster.Tests.Hosting;

/// <summary>
/// What ties a silo to the world outside. Once it is cut, no call of the silo arrives and no answer reaches it any more,
/// as when its process is killed: what it had asked for happens all the same.
/// </summary>
internal sealed class Lifeline
{
    private volatile bool _isCut;

    /// <summary>Cuts it, for good.</summary>
    public void Cut() => _isCut = true;

    /// <summary>Passes on a call and its answer.</summary>
    public async Task<T> PassAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await HoldAsync(cancellationToken);
        try
        {
            return await call();
        }
        finally
        {
            await HoldAsync(cancellationToken);
        }
    }

    /// <summary>Passes on a call and its end.</summary>
    public Task PassAsync(Func<Task> call, CancellationToken cancellationToken) => PassAsync<object?>(
        async () =>
        {
            await call();
            return null;
        },
        cancellationToken);

    /// <summary>Passes on a stream.</summary>
    public async IAsyncEnumerable<T> PassAsync<T>(IAsyncEnumerable<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in stream.WithCancellation(cancellationToken))
        {
            await HoldAsync(cancellationToken);
            yield return item;
        }
    }

    private Task HoldAsync(CancellationToken cancellationToken) =>
        _isCut ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
}
