using Microsoft.Data.Sqlite;

namespace BenchCluster.Sqlite;

/// <summary>
/// What grain storage opens: it waits for its turn asynchronously before it opens, and keeps the turn until it is
/// closed. SQLite's driver does everything synchronously, so the turn is short and the wait is the only wait.
/// </summary>
internal sealed class GatedConnection(SqliteDatabase database) : SqliteConnection(database.ConnectionString)
{
    private int _hasTurn;

    public override void Open()
    {
        database.WriteGate.Wait();
        OpenInTurn();
    }

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        // Not back on a grain's scheduler, which may have other things to do: the turn would be held for nothing.
        await database.WriteGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        OpenInTurn();
    }

    public override void Close()
    {
        base.Close();
        if (Interlocked.Exchange(ref _hasTurn, 0) == 1)
            database.WriteGate.Release();
    }

    private void OpenInTurn()
    {
        _hasTurn = 1;
        try
        {
            base.Open();
            SqliteDatabase.Prepare(this);
        }
        catch
        {
            Close();
            throw;
        }
    }
}
