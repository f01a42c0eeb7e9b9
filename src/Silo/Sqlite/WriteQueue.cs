using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace BenchCluster.Sqlite;

/// <summary>
/// Writes that wait for their turn together are made in one transaction: a transaction and a turn of its own are most of
/// what a small write costs. One that fails is made again alone, so that only its caller hears of it.
/// </summary>
internal sealed class WriteQueue(SqliteDatabase database)
{
    /// <summary>The most writes in one transaction, so that none waits long for the others.</summary>
    private const int Most = 64;

    private readonly ConcurrentQueue<Write> _waiting = new();
    private int _isDraining;

    /// <summary>Makes a write, and returns when it is in the database. One whose caller gives up may be made all the same.</summary>
    public async Task<T> AddAsync<T>(Func<SqliteConnection, T> make, CancellationToken cancellationToken)
    {
        T? result = default;
        var write = new Write(connection => result = make(connection), cancellationToken);
        _waiting.Enqueue(write);
        Drain();
        // Not back on a grain's scheduler, which may have other things to do.
        await write.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return result!;
    }

    private void Drain()
    {
        if (!_waiting.IsEmpty && Interlocked.Exchange(ref _isDraining, 1) == 0)
            _ = Task.Run(DrainAsync);
    }

    private async Task DrainAsync()
    {
        while (!_waiting.IsEmpty)
        {
            await database.WriteGate.WaitAsync().ConfigureAwait(false);
            try
            {
                MakeNext();
            }
            finally
            {
                database.WriteGate.Release();
            }
        }

        Volatile.Write(ref _isDraining, 0);
        // One may have come after the last look.
        Drain();
    }

    private void MakeNext()
    {
        var writes = Take();
        if (writes.Count == 0)
            return;
        try
        {
            using var connection = database.Open();
            if (writes.Count == 1 || !TryTogether(connection, writes))
                writes.ForEach(write => Alone(connection, write));
        }
        catch (Exception e)
        {
            // The database cannot even be opened.
            writes.ForEach(write => write.Done.TrySetException(e));
        }
    }

    private List<Write> Take()
    {
        var writes = new List<Write>();
        while (writes.Count < Most && _waiting.TryDequeue(out var write))
        {
            if (write.Canceled.IsCancellationRequested)
                write.Done.SetCanceled(write.Canceled);
            else
                writes.Add(write);
        }

        return writes;
    }

    private static bool TryTogether(SqliteConnection connection, List<Write> writes)
    {
        try
        {
            using var transaction = connection.BeginTransaction();
            writes.ForEach(write => write.Make(connection));
            transaction.Commit();
        }
        catch (Exception)
        {
            // Rolled back; each says alone what is wrong with it.
            return false;
        }

        writes.ForEach(write => write.Done.SetResult());
        return true;
    }

    private static void Alone(SqliteConnection connection, Write write)
    {
        try
        {
            write.Make(connection);
            write.Done.SetResult();
        }
        catch (Exception e)
        {
            write.Done.SetException(e);
        }
    }

    private sealed record Write(Action<SqliteConnection> Make, CancellationToken Canceled)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
